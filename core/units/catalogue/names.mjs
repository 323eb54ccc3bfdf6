// Names of administrative units as keys: equal where two spellings mean the same name.

const slugTypes = {
  'tinh': 'Tỉnh', 'thanh-pho': 'Thành phố', 'huyen': 'Huyện', 'quan': 'Quận', 'thi-xa': 'Thị xã',
  'xa': 'Xã', 'phuong': 'Phường', 'thi-tran': 'Thị trấn',
};
const typeWords = /^(Tỉnh|Thành phố|Huyện|Quận|Thị xã|Xã|Phường|Thị trấn|Đặc khu)\s+/i;

export const typeOfSlug = (slug) => slugTypes[slug];

export const tidy = (text) => text.normalize('NFC').replace(/\s+/g, ' ').trim();

// "Xã Tân Phú" → ["Xã", "Tân Phú"]; the type is '' where none stands there.
export function splitType(text) {
  const full = tidy(text);
  const match = full.match(typeWords);
  if (!match) return ['', full];
  const type = match[1][0].toUpperCase() + match[1].slice(1).toLowerCase();
  return [type, full.slice(match[0].length)];
}

// Small letters with their marks; each word's tone behind the word, for Hoà and Hòa are one name; 05 is 5.
export function key(name) {
  return tidy(name).toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => {
    const parts = word.normalize('NFD');
    const tones = parts.match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? [];
    return parts.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '').normalize('NFC').replace(/^0+(?=\d)/, '') + tones.join('');
  }).join(' ');
}
