import { useMemo, useState } from 'react';
import { affectedBy, configurationOnly, instructions } from '../lesson.js';

const choices = ['none', 'touch', 'src/App.jsx', 'package.json'];

/** Shows which instructions run again after a change, by the rule that the builder itself follows. */
export default function CacheLab({ t }) {
  const [choice, setChoice] = useState('src/App.jsx');
  const affected = useMemo(() => affectedBy(choice), [choice]);
  const steps = instructions.filter(({ id }) => !configurationOnly.has(id));
  const running = steps.filter(({ id }) => affected.has(id));

  return (
    <section className="panel" aria-labelledby="lab">
      <h2 id="lab">{t.labTitle}</h2>
      <p className="hint">{t.labQuestion}</p>
      <div className="choices" role="group" aria-label={t.labQuestion}>
        {choices.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={choice === name}
            onClick={() => setChoice(name)}
          >
            {t.labChoices[name]}
          </button>
        ))}
      </div>
      <ol className="verdicts">
        {steps.map(({ id, text, stage }) => {
          const runs = affected.has(id);
          return (
            <li key={id} className={runs ? 'runs' : 'hit'} data-stage={stage}>
              <code>{text}</code>
              <span>
                {runs ? '▶' : '✓'} {runs ? t.labRuns : t.labHit}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="explanation" aria-live="polite">
        {running.length === 0 ? t.labNone : t.labSome(running.length)}
      </p>
    </section>
  );
}
