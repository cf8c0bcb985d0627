import { useState } from 'react';
import { instructions } from '../lesson.js';

function StageCard({ stage, title, badge, selected, onSelect }) {
  const rows = instructions.filter((instruction) => instruction.stage === stage);
  return (
    <section className={`stage stage-${stage}`} aria-label={title}>
      <h3>
        {title} <span className="badge">{badge}</span>
      </h3>
      <ol>
        {rows.map(({ id, text }) => {
          const space = text.indexOf(' ');
          return (
            <li key={id}>
              <button
                type="button"
                className="instruction"
                aria-pressed={selected === id}
                onClick={() => onSelect(id)}
              >
                <b>{text.slice(0, space)}</b>
                {text.slice(space)}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The two stages side by side; the chosen instruction is explained below them. */
export default function StageFlow({ t, language }) {
  const [selected, setSelected] = useState('copy-build');
  return (
    <section className="panel" aria-labelledby="flow">
      <h2 id="flow">{t.flowTitle}</h2>
      <p className="hint">{t.flowHint}</p>
      <div className="flow">
        <StageCard
          stage="builder"
          title={t.stageBuilder}
          badge={t.stays}
          selected={selected}
          onSelect={setSelected}
        />
        <div className="bridge" data-active={selected === 'copy-build'}>
          <span>{t.travels}</span>
        </div>
        <StageCard
          stage="final"
          title={t.stageFinal}
          badge={t.ships}
          selected={selected}
          onSelect={setSelected}
        />
      </div>
      <p className="explanation" key={`${selected}-${language}`} aria-live="polite">
        {t.explain[selected]}
      </p>
    </section>
  );
}
