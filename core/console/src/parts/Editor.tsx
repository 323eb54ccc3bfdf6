// A text editor with lines, colours and marks at the lines that are wrong.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';

export type Mark = { line: number; message: string };
type Given = {
  name: string;
  value: string;
  change?: (text: string) => void; // none: it is only read
  language: 'yaml' | 'json';
  marks?: readonly Mark[];
  height?: string;
};

const colours = HighlightStyle.define([
  { tag: tags.comment, color: '#5d6661', fontStyle: 'italic' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: '#0c5a55', fontWeight: '500' },
  { tag: [tags.string, tags.special(tags.string)], color: '#7a3d00' },
  { tag: [tags.number, tags.bool, tags.null], color: '#1d4f91' },
  { tag: tags.punctuation, color: '#545b58' },
]);

export default function Editor({ name, value, change, language, marks, height = '420px' }: Given) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef(change);
  told.current = change;

  useEffect(() => {
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), indentOnInput(), lintGutter(),
          EditorView.lineWrapping, language === 'json' ? json() : yaml(), syntaxHighlighting(colours),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorState.readOnly.of(!change),
          EditorView.contentAttributes.of({ 'aria-label': name }),
          EditorView.theme({ '&': { height }, '.cm-scroller': { overflow: 'auto' } }),
          EditorView.updateListener.of((update) => update.docChanged && told.current?.(update.state.doc.toString())),
        ],
      }),
    });
    made.scrollDOM.tabIndex = 0; // what scrolls is reached by keyboard too
    view.current = made;
    return () => made.destroy();
  }, [language, height, !change]);

  useEffect(() => {
    const now = view.current;
    if (now && now.state.doc.toString() !== value)
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const now = view.current;
    if (!now) return;
    const found: Diagnostic[] = (marks ?? []).map(({ line, message }) => {
      const at = now.state.doc.line(Math.min(Math.max(line, 1), now.state.doc.lines));
      return { from: at.from, to: at.to, severity: 'error', message };
    });
    now.dispatch(setDiagnostics(now.state, found));
  }, [marks]);

  return <div className="editor" ref={place} />;
}
