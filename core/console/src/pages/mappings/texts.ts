// Words of the mappings.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Ánh xạ', 'Mappings'], lead: ['Mỗi ánh xạ biến bản ghi của một nguồn thành dữ liệu chuẩn, hoặc ngược lại. Ví dụ đi kèm luôn phải đúng.', 'Each turns a source’s records into the canonical form, or back. Its examples must always hold.'],
  mapping: ['Ánh xạ', 'Mapping'], direction: ['Hướng', 'Direction'], in: ['Vào', 'In'], out: ['Ra', 'Out'], flows: ['Luồng dùng', 'Used by'], unused: ['Chưa dùng', 'Unused'], search: ['Tìm ánh xạ', 'Find a mapping'], none: ['Không có ánh xạ nào khớp', 'No mapping fits'],
  back: ['Ánh xạ', 'Mappings'], text: ['Tệp ánh xạ', 'The mapping’s file'], all_pass: ['Cả {n} ví dụ đều đúng', 'All {n} examples hold'], some_fail: ['{n} ví dụ sai', '{n} examples fail'], faults: ['{n} chỗ sai trong tệp', '{n} faults in the file'], trying: ['Đang thử…', 'Trying…'],
  source: ['Nguồn', 'Source'], result: ['Kết quả', 'Result'], expected: ['Mong đợi', 'Expected'], passed: ['Đúng', 'Holds'], fails: ['Sai', 'Fails'], line: ['dòng {n}', 'line {n}'], to_line: ['Tới dòng {n}', 'To line {n}'],
  save: ['Lưu', 'Save'], revert: ['Bỏ thay đổi', 'Discard changes'], save_title: ['Lưu ánh xạ này', 'Save this mapping'], save_lead: ['Áp dụng ngay cho những bản ghi đến sau. Có thể hoàn tác ở trang Tệp cấu hình.', 'It holds at once for the records that come next. It can be undone on the page Settings.'], saved: ['Đã lưu và áp dụng', 'Saved, and in force'],
  not_saved: ['Chưa lưu', 'Not saved'], read_only: ['Vai trò của bạn chỉ được xem và thử, không lưu.', 'Your role may look and try, and not save.'],
} as const satisfies Texts;
