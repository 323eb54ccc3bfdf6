// Words of the secrets.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Bí mật', 'Secrets'], lead: ['Chỉ tên, nơi dùng và nơi lấy. Giá trị đã đặt thì không ai xem lại được, kể cả ở đây.', 'Names, uses and places only. A value that is set is never shown again, here or elsewhere.'],
  name: ['Tên', 'Name'], used: ['Dùng ở', 'Used by'], from: ['Lấy từ', 'From'], set: ['Đặt lúc', 'Set'], by: ['Người đặt', 'By'], none: ['Chưa có bí mật nào', 'No secret yet'], none_lead: ['Hệ thống đối tác cần mật khẩu hay khóa thì đặt ở đây; tệp cấu hình chỉ ghi tên.', 'What a partner needs as password or key is set here; the files only name it.'],
  credential: ['systemd credential', 'systemd credential'], environment: ['Biến môi trường', 'Environment'], sealed: ['Kho niêm phong', 'Sealed'], plain: ['Tệp bí mật', 'Secrets file'], missing: ['Còn thiếu', 'Missing'],
  add: ['Đặt bí mật', 'Set a secret'], change: ['Đặt giá trị mới', 'Set a new value'], remove: ['Xóa', 'Remove'], value: ['Giá trị', 'Value'], value_hint: ['Niêm phong bằng AES-256-GCM ngay khi lưu, và dùng được ngay.', 'Sealed by AES-256-GCM as it is saved, and in use at once.'], unused: ['Không nơi nào dùng', 'Used nowhere'],
  saved: ['Đã đặt bí mật {name}', 'The secret {name} is set'], removed: ['Đã xóa {name}', '{name} is removed'], remove_title: ['Xóa bí mật {name}?', 'Remove the secret {name}?'], remove_lead: ['Hệ thống dùng nó sẽ không kết nối được.', 'Systems that use it cannot connect.'],
  save: ['Lưu', 'Save'], cancel: ['Thôi', 'Cancel'], required: ['Cần nhập mục này', 'This is needed'], actions: ['Thao tác', 'Actions'], name_wrong: ['Chữ thường, số và gạch dưới', 'Small letters, digits, underscores'],
} as const satisfies Texts;
