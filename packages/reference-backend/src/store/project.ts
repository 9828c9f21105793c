/** Who a bearer token speaks for. */
export interface User {
  readonly id: number;
  /** The token's `sub` claim. */
  readonly subject: string;
  /** ISO-8601 UTC. */
  readonly createdAt: string;
}

/** A user's collection of jobs. */
export interface Project {
  readonly id: number;
  readonly userId: number;
  readonly name: string;
  readonly description: string | null;
  /** ISO-8601 UTC. */
  readonly createdAt: string;
  /** ISO-8601 UTC. */
  readonly updatedAt: string;
}

/** A project to be created. */
export type NewProject = Pick<Project, 'userId' | 'name' | 'description'>;
