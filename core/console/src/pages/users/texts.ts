// Words of users and tokens.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Người dùng', 'Users'], lead: ['Ai được đăng nhập, với vai trò nào; chương trình nào có token.', 'Who may sign in, in which role; which programs have tokens.'],
  add: ['Thêm người dùng', 'Add a user'], user: ['Tên đăng nhập', 'User name'], role: ['Vai trò', 'Role'], systems: ['Hệ thống', 'Systems'], state: ['Trạng thái', 'State'], created: ['Tạo lúc', 'Created'], code: ['Mã hai bước', 'One-time codes'],
  on: ['Đang dùng', 'In use'], off: ['Đã khóa', 'Switched off'], first: ['Chờ đăng nhập lần đầu', 'Has not signed in yet'], has_code: ['Có', 'Yes'], no_code: ['Chưa', 'No'],
  viewer: ['Người xem', 'Viewer'], operator: ['Người vận hành', 'Operator'], administrator: ['Quản trị viên', 'Administrator'], auditor: ['Kiểm toán viên', 'Auditor'], vendor: ['Nhà cung cấp', 'Vendor'],
  viewer_may: ['Xem mọi thứ, dữ liệu cá nhân được che', 'Sees everything, personal data masked'], operator_may: ['Vận hành: chạy, sửa, gửi lại; xem dữ liệu cá nhân có mục đích', 'Runs, mends, sends again; personal data for a purpose'], administrator_may: ['Mọi việc, cả cấu hình và người dùng', 'Everything, settings and users too'],
  auditor_may: ['Như người xem, thêm nhật ký', 'As a viewer, and the audit log'], vendor_may: ['Chỉ hệ thống của mình, dữ liệu được che', 'Only its own systems, data masked'],
  disable: ['Khóa', 'Switch off'], enable: ['Mở khóa', 'Switch on'], reset: ['Cấp lại mật khẩu', 'Reset the password'], actions: ['Thao tác', 'Actions'], actions_for: ['Thao tác với {user}', 'Actions on {user}'],
  once: ['Mật khẩu dùng một lần của {user}', 'One-time password of {user}'], once_lead: ['Chỉ hiện lần này. Đưa cho người dùng qua đường riêng; lần đầu đăng nhập sẽ phải đổi.', 'Shown only now. Hand it over on a way of its own; it must be changed at the first sign-in.'],
  tokens: ['Token của chương trình', 'Tokens of programs'], add_token: ['Tạo token', 'Make a token'], label: ['Dùng cho', 'Used by'], scopes: ['Phạm vi', 'Scopes'], expires: ['Hết hạn', 'Expires'], days: ['Thời hạn (ngày)', 'Lasts (days)'], revoke: ['Thu hồi', 'Revoke'], no_tokens: ['Chưa có token nào', 'No token yet'],
  token_once: ['Token mới của {user}', 'New token of {user}'], token_lead: ['Chỉ hiện lần này. Chương trình gửi nó trong Authorization: Bearer.', 'Shown only now. The program sends it as Authorization: Bearer.'],
  revoke_title: ['Thu hồi token “{label}”?', 'Revoke the token “{label}”?'], revoke_lead: ['Chương trình dùng nó sẽ bị từ chối ngay.', 'The program that uses it is refused at once.'],
  reset_title: ['Cấp lại mật khẩu của {user}?', 'Reset the password of {user}?'], reset_lead: ['Mật khẩu cũ và mọi phiên của người này hết hiệu lực.', 'The old password and all sessions of this user end.'],
  look: ['Xem', 'Look'], letters: ['Bản ghi lỗi', 'Dead letters'], records: ['Tra cứu', 'Records'], unmask: ['Bỏ che', 'Unmask'], operate: ['Vận hành', 'Operate'], audit: ['Nhật ký', 'Audit'], administer: ['Quản trị', 'Administer'],
  required: ['Cần nhập mục này', 'This is needed'], cancel: ['Thôi', 'Cancel'], done: ['Đã chép, đóng lại', 'I have it, close'], failed: ['Không làm được', 'It could not be done'],
} as const satisfies Texts;
