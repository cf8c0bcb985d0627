import { useEffect, useState } from 'react';

/* global __LEFT_BEHIND__ */
const leftBehind = __LEFT_BEHIND__; // counted by vite.config.js while it built this page

function formatBytes(bytes, language) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 10 && unit > 0 ? 1 : 0;
  return `${value.toLocaleString(language, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** What the browser loaded to show this page: the whole content of the final image's web folder. */
function measureShipped() {
  const entries = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ];
  const own = entries.filter((entry) => entry.name.startsWith(window.location.origin));
  const bytes = own.reduce((sum, entry) => sum + (entry.decodedBodySize || 0), 0);
  return { files: own.length, bytes };
}

function Bar({ label, amount, share, kind, t, language }) {
  return (
    <div className={`weight weight-${kind}`}>
      <div className="weight-label">
        <span>{label}</span>
        <strong>{formatBytes(amount.bytes, language)}</strong>
        <small>
          {amount.files.toLocaleString(language)} {t.files}
        </small>
      </div>
      <div className="track">
        <div style={{ width: `${Math.max(share * 100, 0.6)}%` }} />
      </div>
    </div>
  );
}

export default function Weights({ t, language }) {
  const [shipped, setShipped] = useState({ files: 0, bytes: 0 });

  useEffect(() => {
    const measure = () => setShipped(measureShipped());
    if (document.readyState === 'complete') {
      measure();
      return undefined;
    }
    window.addEventListener('load', measure);
    return () => window.removeEventListener('load', measure);
  }, []);

  const times = shipped.bytes > 0 ? Math.round(leftBehind.bytes / shipped.bytes) : 0;
  return (
    <section className="panel" aria-labelledby="weights">
      <h2 id="weights">{t.weightsTitle}</h2>
      <Bar
        label={t.weightsLeft}
        amount={leftBehind}
        share={1}
        kind="left"
        t={t}
        language={language}
      />
      <Bar
        label={t.weightsShipped}
        amount={shipped}
        share={shipped.bytes / leftBehind.bytes}
        kind="shipped"
        t={t}
        language={language}
      />
      {times > 1 && (
        <p className="explanation">{t.weightsNote(times.toLocaleString(language))}</p>
      )}
    </section>
  );
}
