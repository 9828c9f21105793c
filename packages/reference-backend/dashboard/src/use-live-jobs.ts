import type { TrainingEvent } from '@vision/trainer-sdk/protocol';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ApiClient } from './api-client.js';
import { type FeedState, LiveFeed } from './live-feed.js';
import type { JobBody } from './wire.js';

const RELOAD_DELAY_MS = 400;

/** All jobs, kept up to date. */
export interface LiveJobs {
  /** Undefined until they are loaded. */
  jobs: readonly JobBody[] | undefined;
  /** What went wrong when they were loaded last. */
  failure: unknown;
  feed: LiveFeed | undefined;
  feedState: FeedState;
  /** Puts an answer of the API into the list. */
  replace(job: JobBody): void;
  /** Registers who else wants the events; returns how to leave. */
  listen(listener: (event: TrainingEvent) => void): () => void;
}

/** Loads the jobs and follows what happens to them. */
export function useLiveJobs(api: ApiClient): LiveJobs {
  const [jobs, setJobs] = useState<readonly JobBody[]>();
  const [failure, setFailure] = useState<unknown>();
  const [feed, setFeed] = useState<LiveFeed>();
  const [feedState, setFeedState] = useState<FeedState>('connecting');
  const listeners = useRef(new Set<(event: TrainingEvent) => void>());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = (): void => {
      timer = undefined;
      api.listJobs().then(
        (loaded) => {
          setJobs(loaded);
          setFailure(undefined);
        },
        (error: unknown) => setFailure(error),
      );
    };
    const reloadSoon = (): void => {
      timer ??= setTimeout(load, RELOAD_DELAY_MS);
    };
    load();
    const opened = new LiveFeed({
      token: api.token,
      onState: (state) => {
        setFeedState(state);
        if (state === 'live') reloadSoon();
      },
      onEvent: (event) => {
        if (event.event !== 'training_metric' && event.event !== 'training_log') reloadSoon();
        for (const listener of listeners.current) listener(event);
      },
    });
    setFeed(opened);
    return () => {
      clearTimeout(timer);
      opened.close();
    };
  }, [api]);

  const listen = useCallback((listener: (event: TrainingEvent) => void) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  const replace = useCallback((job: JobBody) => {
    setJobs((known) => known?.map((other) => (other.id === job.id ? job : other)));
  }, []);
  return { jobs, failure, feed, feedState, replace, listen };
}
