import { useEffect, useState } from 'preact/hooks';

/** The job named in the page's address (`#job-3`), and a way to select another. */
export function useSelectedJob(): [number | undefined, (jobId: number) => void] {
  const [jobId, setJobId] = useState(jobOfHash);
  useEffect(() => {
    const follow = (): void => setJobId(jobOfHash());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    jobId,
    (next) => {
      location.hash = `job-${next}`;
    },
  ];
}

function jobOfHash(): number | undefined {
  const match = /^#job-(\d+)$/.exec(location.hash);
  return match === null ? undefined : Number(match[1]);
}
