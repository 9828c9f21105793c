import { BackendError, type BackendErrorOptions } from './backend-error.js';

/** One wrong field of a request; `path` is dotted, such as `records.3.value`. */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** HTTP statuses a request can be refused with. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 411 | 413 | 415 | 421 | 422 | 502;

/** A request that is refused; routes turn it into a response with `status` and a JSON body. */
export class RequestError extends BackendError {
  override readonly name: string = 'RequestError';
  readonly status: RefusalStatus;
  readonly fields: readonly FieldIssue[];

  constructor(
    status: RefusalStatus,
    code: string,
    message: string,
    options: BackendErrorOptions & { readonly fields?: readonly FieldIssue[] } = {},
  ) {
    super(code, message, options);
    this.status = status;
    this.fields = options.fields ?? [];
  }

  /** True for refused requests, also those of another installed copy of this package. */
  static override isInstance(error: unknown): error is RequestError {
    return BackendError.isInstance(error) && 'status' in error;
  }
}
