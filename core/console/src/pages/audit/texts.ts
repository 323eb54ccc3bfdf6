// Words of the audit log.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Nhật ký', 'Audit log'], lead: ['Ai đã làm gì, lúc nào, từ đâu. Mỗi dòng mang mã băm của dòng trước nên không sửa lén được.', 'Who did what, when, from where. Each line holds the hash of the one before, so none can be changed unseen.'],
  whole: ['Nhật ký nguyên vẹn: {n} dòng', 'The log is whole: {n} lines'], broken: ['Nhật ký không nguyên vẹn', 'The log is not whole'], verify: ['Kiểm tra lại', 'Verify again'], head: ['Mã của dòng cuối; giữ ở nơi khác để biết khi phần cuối bị cắt', 'Hash of the last line; keep it elsewhere to notice an end cut off'],
  at: ['Lúc', 'At'], who: ['Ai', 'Who'], act: ['Việc', 'Act'], subject: ['Đối tượng', 'Subject'], detail: ['Chi tiết', 'Detail'], address: ['Địa chỉ', 'Address'], hash: ['Mã băm', 'Hash'], nobody: ['Chưa đăng nhập', 'Not signed in'],
  change: ['thay đổi {id}', 'change {id}'], change_undoes: ['thay đổi {id}, hoàn tác thay đổi {undone}', 'change {id}, undoes change {undone}'],
  filter_who: ['Chỉ người dùng', 'Only the user'], filter_act: ['Chỉ việc', 'Only the act'], every_act: ['Mọi việc', 'Every act'], none: ['Không có dòng nào khớp', 'No line fits'],
} as const satisfies Texts;

// What persons do, as the log names it.
export const acts = {
  sign_in: ['Đăng nhập', 'Signed in'], sign_in_refused: ['Đăng nhập sai', 'Sign-in refused'], sign_in_code_wanted: ['Đúng mật khẩu, chờ mã', 'Code asked for'], sign_in_locked_out: ['Bị chặn tạm thời', 'Locked out'], sign_out: ['Đăng xuất', 'Signed out'], unmask: ['Xem dữ liệu cá nhân', 'Saw personal data'], user_add: ['Thêm người dùng', 'Added a user'], user_disable: ['Khóa người dùng', 'Switched a user off'], user_enable: ['Mở người dùng', 'Switched a user on'],
  password_reset: ['Cấp lại mật khẩu', 'Reset a password'], password: ['Đổi mật khẩu', 'Changed the password'], totp_on: ['Bật mã hai bước', 'Turned codes on'], totp_off: ['Tắt mã hai bước', 'Turned codes off'], token_add: ['Tạo token', 'Made a token'], token_revoke: ['Thu hồi token', 'Revoked a token'],
  letter_mend: ['Sửa bản ghi lỗi', 'Mended a dead letter'], letter_replay: ['Gửi lại bản ghi lỗi', 'Sent dead letters again'], letter_dismiss: ['Bỏ qua bản ghi lỗi', 'Dismissed dead letters'], letter_reopen: ['Mở lại bản ghi lỗi', 'Reopened a dead letter'],
  flow_run: ['Chạy luồng', 'Ran a flow'], flow_pause: ['Tạm dừng luồng', 'Paused a flow'], flow_resume: ['Chạy tiếp luồng', 'Resumed a flow'], job_cancel: ['Dừng công việc', 'Stopped a job'], flow_dry_run: ['Chạy thử luồng', 'Tried a flow dry'],
  record_merge: ['Gộp bản ghi', 'Merged records'], record_never: ['Cấm gộp', 'Forbade a merge'], record_split: ['Tách bản ghi', 'Split a record'], judgement_undo: ['Gỡ phán quyết', 'Took a judgement back'], review_merge: ['Duyệt: là một', 'Review: one'], review_never: ['Duyệt: khác nhau', 'Review: two'], review_assign: ['Duyệt: giao việc', 'Review: given'], report_make: ['Lập báo cáo', 'Made a report'], report_send: ['Gửi báo cáo', 'Sent a report'],
  settings_write: ['Sửa tệp cấu hình', 'Changed a settings file'], settings_add: ['Thêm tệp cấu hình', 'Added a settings file'], settings_remove: ['Xóa tệp cấu hình', 'Removed a settings file'], settings_undo: ['Hoàn tác cấu hình', 'Undid a change of settings'],
  plugin_test: ['Kiểm tra bộ kết nối', 'Tested a connector'], secret_set: ['Đặt bí mật', 'Set a secret'], secret_remove: ['Xóa bí mật', 'Removed a secret'], secrets_seal: ['Niêm phong bí mật', 'Sealed the secrets'], secrets_rotate: ['Đổi khóa niêm phong', 'Changed the sealing key'],
} as const satisfies Texts;
