// The console's look as Ant Design knows it; styles.css says the same to what is our own.
import type { ThemeConfig } from 'antd';

const ink = '#1d2321';
const accent = '#0c5a55';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: accent,
    colorInfo: accent,
    colorLink: accent,
    colorLinkHover: '#083f3c',
    colorSuccess: '#1c6b3a',
    colorWarning: '#8a5300',
    colorError: '#b3261e',
    colorText: ink,
    colorTextSecondary: '#545b58',
    colorTextDescription: '#545b58',
    colorTextPlaceholder: '#6b7370',
    colorTextDisabled: '#6b7370',
    colorBorder: '#c9ccc6',
    colorBorderSecondary: '#e2e3de',
    colorBgLayout: '#f4f4f1',
    fontFamily: "'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
    fontFamilyCode: "'JetBrains Mono Variable', ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Consolas, monospace",
    fontSize: 14,
    borderRadius: 6,
    controlHeight: 34,
    wireframe: false,
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
    Modal: { titleFontSize: 17 },
    Drawer: { paddingLG: 20 },
  },
};
