// Words of the administrative units.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Đơn vị hành chính', 'Administrative units'], lead: ['Tra xã, huyện, tỉnh cũ và mới: đơn vị nào đã thành đơn vị nào từ 01/07/2025.', 'Communes, districts and provinces, old and new: what became what on 1 July 2025.'],
  words: ['Mã hoặc tên', 'Code or name'], find: ['Tìm', 'Find'], as_of: ['Còn hiệu lực vào ngày', 'In force on'], any: ['Bất kỳ', 'Any day'], before: ['Trước 01/07/2025', 'Before 1 July 2025'], since: ['Từ 01/07/2025', 'Since 1 July 2025'],
  code: ['Mã', 'Code'], unit: ['Đơn vị', 'Unit'], level: ['Cấp', 'Level'], era: ['Hiệu lực', 'In force'], became: ['Đã thành', 'Became'], made_of: ['Gồm', 'Made of'],
  province: ['Tỉnh', 'Province'], district: ['Huyện', 'District'], commune: ['Xã', 'Commune'], before_july_2025: ['Trước 01/07/2025', 'Before 1 July 2025'], since_july_2025: ['Từ 01/07/2025', 'Since 1 July 2025'],
  begin: ['Nhập mã hoặc tên để tra', 'Enter a code or a name'], begin_lead: ['Ví dụ: “14758”, “Hàm Rồng”, hoặc “P. Hàm Rồng, TP. Thanh Hóa”.', 'For example “14758”, “Hàm Rồng”, or “P. Hàm Rồng, TP. Thanh Hóa”.'],
  none: ['Không có đơn vị nào khớp', 'No unit fits'], none_lead: ['Thử tên ngắn hơn, hoặc bỏ ngày.', 'Try a shorter name, or any day.'],
} as const satisfies Texts;
