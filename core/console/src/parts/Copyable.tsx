// A text to be taken elsewhere, shown once: a password, a token.
import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useSay } from '../app/session';
import { texts } from './texts';

export function Copyable({ text }: { text: string }) {
  const say = useSay(texts);
  const { message } = App.useApp();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    void message.success(say('copied'));
  };
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
      <code className="text" style={{ flex: 1, userSelect: 'all' }}>
        {text}
      </code>
      <Button icon={<CopyOutlined />} onClick={() => void copy()}>
        {say('copy')}
      </Button>
    </div>
  );
}
