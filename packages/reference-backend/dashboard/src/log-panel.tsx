import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiClient } from './api-client.js';
import { formatTime } from './format.js';
import { KEPT_LINES, type LogLine, lineOfBody } from './use-job-records.js';

const SEARCH_DELAY_MS = 200;
/** Within this many pixels of its end a log counts as being followed. */
const FOLLOW_DISTANCE_PX = 24;

/** The end of a job's log, following it unless the reader has scrolled away. */
export function LogPanel(props: { api: ApiClient; jobId: number; lines: readonly LogLine[]; total: number }) {
  const { api, jobId, lines, total } = props;
  const [search, setSearch] = useState('');
  const found = useLogSearch(api, jobId, search, total);
  const shown = search === '' ? lines : found;
  const box = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);

  useEffect(() => {
    const element = box.current;
    if (element !== null && isFollowing.current && shown.length > 0) element.scrollTop = element.scrollHeight;
  }, [shown]);
  const noteScroll = ({ currentTarget: element }: { currentTarget: HTMLDivElement }): void => {
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOW_DISTANCE_PX;
  };

  return (
    <section class="panel log-panel" aria-labelledby="log-title">
      <div class="panel-head">
        <h3 id="log-title">
          Log <span class="count">{total}</span>
        </h3>
        <input
          type="search"
          class="search"
          placeholder="Search the log"
          aria-label="Search the log"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div class="log" role="log" aria-label="Log lines" tabIndex={0} ref={box} onScroll={noteScroll}>
        {shown.map((line) => (
          <div key={line.key} class={`log-line${line.isError ? ' is-error' : line.isWarning ? ' is-warning' : ''}`}>
            <time dateTime={line.time}>{formatTime(line.time)}</time>
            <span>{line.text}</span>
          </div>
        ))}
        {shown.length === 0 && <p class="hint">{search === '' ? 'Nothing has been logged.' : 'No line matches.'}</p>}
      </div>
    </section>
  );
}

/** Lines of the whole stored log that contain a text; searched again when the log has grown. */
function useLogSearch(api: ApiClient, jobId: number, search: string, total: number): readonly LogLine[] {
  const [found, setFound] = useState<readonly LogLine[]>([]);
  useEffect(() => {
    if (search === '') return;
    let isLeft = false;
    const timer = setTimeout(() => {
      api.readLogs(jobId, KEPT_LINES, search).then(
        ({ logs }) => {
          if (!isLeft) setFound(logs.map(lineOfBody));
        },
        () => undefined,
      );
    }, SEARCH_DELAY_MS);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
    // `total` stands for the log's growth.
  }, [api, jobId, search, total]);
  return found;
}
