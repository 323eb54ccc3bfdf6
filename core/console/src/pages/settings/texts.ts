// Words of the settings.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Tệp cấu hình', 'Settings'], lead: ['Các tệp YAML là nguồn duy nhất. Mỗi lần sửa được kiểm tra cả bộ, ghi lại, và hoàn tác được.', 'The YAML files are the truth. Each change is checked as a whole, kept, and can be undone.'],
  files: ['Tệp', 'Files'], history: ['Lịch sử', 'History'], search: ['Tìm tệp', 'Find a file'], choose: ['Chọn một tệp bên trái', 'Choose a file'], choose_lead: ['Hoặc tìm theo tên hệ thống, luồng, ánh xạ.', 'Or find it by the name of a system, a flow, a mapping.'],
  hub: ['Hệ thống', 'Hub'], model: ['Dữ liệu chuẩn', 'Model'], reference: ['Bảng tra', 'Reference'], mapping: ['Ánh xạ', 'Mappings'], system: ['Đối tác', 'Systems'], flow: ['Luồng', 'Flows'], summary: ['Tổng hợp', 'Summaries'], identity: ['So trùng', 'Identity'], report: ['Báo cáo', 'Report'], signer: ['Người ký', 'Signers'], other: ['Khác', 'Other'],
  check: ['Kiểm tra', 'Check'], good: ['Cả bộ cấu hình đúng', 'The whole configuration is right'], faults: ['{n} chỗ sai', '{n} faults'], line: ['dòng {n}', 'line {n}'], save: ['Lưu và áp dụng', 'Save and apply'], revert: ['Bỏ thay đổi', 'Discard changes'], not_saved: ['Chưa lưu', 'Not saved'],
  save_title: ['Lưu {path}', 'Save {path}'], save_lead: ['Áp dụng ngay, không cần khởi động lại.', 'It holds at once; nothing is started again.'], saved: ['Đã lưu và áp dụng', 'Saved, and in force'], difference: ['Thay đổi của bạn', 'Your changes'],
  at: ['Lúc', 'At'], who: ['Ai', 'Who'], path: ['Tệp', 'File'], kind: ['Việc', 'What'], reason: ['Lý do', 'Reason'], write: ['Sửa', 'Changed'], add: ['Thêm', 'Added'], remove: ['Xóa', 'Removed'], undo_kind: ['Hoàn tác', 'Undone'], outside: ['Sửa ngoài bảng điều khiển', 'Changed outside the console'],
  no_changes: ['Chưa có thay đổi nào', 'Nothing was changed yet'], no_changes_lead: ['Mọi lần sửa ở đây hay trên đĩa đều hiện ở đây.', 'Every change, here or on the disk, stands here.'], change: ['Thay đổi {id}', 'Change {id}'], undo: ['Hoàn tác', 'Undo'], undo_title: ['Hoàn tác thay đổi {id}', 'Undo change {id}'], see: ['Xem', 'See'],
  refused: ['Cấu hình trên đĩa có lỗi nên chưa được dùng; hệ thống vẫn chạy bằng cấu hình trước.', 'The configuration on the disk has faults and is not used; the hub runs by the one before.'], forbidden: ['Vai trò của bạn không xem được tệp cấu hình', 'Your role may not see the files'],
} as const satisfies Texts;
