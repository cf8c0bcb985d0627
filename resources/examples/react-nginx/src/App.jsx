import { useEffect, useState } from 'react';
import CacheLab from './components/CacheLab.jsx';
import StageFlow from './components/StageFlow.jsx';
import Weights from './components/Weights.jsx';
import { texts } from './texts.js';

// Change this text and build again: `npm install` stays in the cache, `npm run build` does not.
const heading = {
  es: 'Dos etapas, una imagen ligera',
  en: 'Two stages, one small image',
};

function initialLanguage() {
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'es';
}

export default function App() {
  const [language, setLanguage] = useState(initialLanguage);
  const t = texts[language];

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  return (
    <>
      <header className="hero">
        <nav aria-label={t.language}>
          {['es', 'en'].map((code) => (
            <button
              key={code}
              type="button"
              aria-pressed={language === code}
              onClick={() => setLanguage(code)}
            >
              {code.toUpperCase()}
            </button>
          ))}
        </nav>
        <p className="eyebrow">Multi-stage build</p>
        <h1>{heading[language]}</h1>
        <p className="lead">{t.lead}</p>
      </header>
      <main>
        <StageFlow t={t} language={language} />
        <Weights t={t} language={language} />
        <CacheLab t={t} />
      </main>
      <footer>
        <p>{t.footer}</p>
      </footer>
    </>
  );
}
