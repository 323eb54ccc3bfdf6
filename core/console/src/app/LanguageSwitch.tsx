// Vietnamese or English.
import { texts } from './texts';
import { useSay, useSession } from './session';

export function LanguageSwitch() {
  const { language, setLanguage } = useSession();
  const say = useSay(texts);
  return (
    <div className="lang" role="group" aria-label={say('language')}>
      <button type="button" lang="vi" aria-pressed={language === 'vi'} onClick={() => setLanguage('vi')}>
        Tiếng Việt
      </button>
      <button type="button" lang="en" aria-pressed={language === 'en'} onClick={() => setLanguage('en')}>
        English
      </button>
    </div>
  );
}
