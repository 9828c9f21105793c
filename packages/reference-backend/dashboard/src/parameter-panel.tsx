import type { JobBody } from './wire.js';

/** What the job was asked to do, in the trainer's own words once it has said them, and what became of it. */
export function ParameterPanel({ job }: { job: JobBody }) {
  const announced = Object.entries(job.params).map(([name, value]): [string, unknown] => [wordsOf(name), value]);
  const asked = announced.length > 0 ? announced : requestedParameters(job);
  const rows = [...asked, ...outcome(job)].filter(([, value]) => value !== null);
  return (
    <section class="panel" aria-labelledby="parameters-title">
      <h3 id="parameters-title">Parameters</h3>
      <table class="parameters">
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function requestedParameters(job: JobBody): [string, unknown][] {
  return [
    ['framework', job.framework],
    ['model name', job.model_name],
    ['task type', job.task_type],
    ['dataset path', job.dataset_path],
    ['dataset format', job.dataset_format],
    ['classes', job.num_classes],
    ['epochs', job.epochs],
    ['batch size', job.batch_size],
    ['learning rate', job.learning_rate],
    ['optimizer', job.optimizer],
    ['device', job.device],
    ['pretrained', job.pretrained],
    ...Object.entries(job.advanced_config).map(([name, value]): [string, unknown] => [wordsOf(name), value]),
  ];
}

function outcome(job: JobBody): [string, unknown][] {
  return [
    ['process id', job.process_id],
    ['best checkpoint', job.best_checkpoint_path],
    ['last checkpoint', job.last_checkpoint_path],
  ];
}

/** `training.batchSize` → `batch size`: the group says nothing new, except for the dataset's. */
function wordsOf(name: string): string {
  return name
    .replace(/^(model|training|advancedConfig)\./, '')
    .replaceAll('.', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
