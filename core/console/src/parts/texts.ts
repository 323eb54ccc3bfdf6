// Words of the parts that every page is made of: states, problems, ledgers.
import type { Texts } from '../lib/texts';

export const texts = {
  // flows and systems
  ok: ['Tốt', 'Fine'], late: ['Trễ', 'Late'], failing: ['Đang lỗi', 'Failing'], never_run: ['Chưa chạy', 'Never run'],
  paused: ['Tạm dừng', 'Paused'], off: ['Đang tắt', 'Off'], letters: ['Có bản ghi lỗi', 'Has dead letters'],
  // runs and jobs
  running: ['Đang chạy', 'Running'], succeeded: ['Thành công', 'Succeeded'], failed: ['Thất bại', 'Failed'],
  with_letters: ['Xong, có lỗi', 'Done, with errors'], cancelled: ['Đã dừng', 'Stopped'], interrupted: ['Bị ngắt', 'Interrupted'], done: ['Xong', 'Done'],
  // dead letters
  waiting: ['Đang chờ', 'Waiting'], replayed: ['Đã gửi lại', 'Sent again'], resolved: ['Đã xử lý', 'Resolved'], dismissed: ['Đã bỏ qua', 'Dismissed'],
  // deliveries
  delivered: ['Đã nhận', 'Delivered'], retry: ['Sẽ gửi lại', 'To be sent again'], dead: ['Lỗi', 'Dead'], withheld: ['Giữ lại', 'Withheld'], sending: ['Đang gửi', 'Being sent'],
  // ledger
  read: ['Đọc', 'Read'], due: ['Cần gửi', 'Due'], created: ['Mới', 'Created'], updated: ['Cập nhật', 'Updated'], unchanged: ['Không đổi', 'Unchanged'],
  filtered: ['Lọc bỏ', 'Filtered'], pending: ['Chờ gửi', 'Pending'], balances: ['Cân bằng', 'Balances'], difference: ['Lệch', 'Difference'],
  unbalanced: ['Không cân bằng, lệch {n}', 'Does not balance, off by {n}'], empty_ledger: ['Không có gì phải làm', 'Nothing was due'],
  ledger_of: ['Sổ đối chiếu', 'Ledger'],
  // problems
  offline: ['Không kết nối được với hệ thống', 'The hub does not answer'],
  offline_why: ['Trình duyệt không gửi được yêu cầu: hệ thống đã dừng, hoặc mạng bị ngắt.', 'The browser could not send the request: the hub has stopped, or the network is down.'],
  offline_do: ['Kiểm tra dịch vụ lienthong còn chạy, rồi thử lại.', 'See that the service lienthong runs, then try again.'],
  absent: ['Phiên bản này của hệ thống chưa có chức năng này', 'This version of the hub does not have this yet'],
  absent_do: ['Dùng dòng lệnh lienthong, hoặc cập nhật hệ thống.', 'Use the command lienthong, or update the hub.'],
  failed_title: ['Không thực hiện được', 'This could not be done'],
  again_in: ['Thử lại được sau {n} giây.', 'It can be tried again in {n} s.'],
  forbidden_do: ['Nhờ quản trị viên cấp vai trò phù hợp.', 'Ask an administrator for the role that may.'],
  conflict_do: ['Tải lại để thấy trạng thái hiện tại, rồi làm lại.', 'Reload to see how it stands now, then do it again.'],
  try_again: ['Thử lại', 'Try again'],
  line: ['dòng {n}', 'line {n}'],
  // pages that are none
  no_page: ['Không có trang này', 'There is no such page'], no_page_lead: ['Địa chỉ có thể đã đổi.', 'Its address may have changed.'],
  no_right: ['Bạn không có quyền xem trang này', 'You may not see this page'],
  no_right_lead: ['Vai trò của bạn không có quyền cần thiết. Nhờ quản trị viên nếu bạn cần.', 'Your role does not have the right that it needs. Ask an administrator if you need it.'],
  to_overview: ['Về trang tổng quan', 'To the overview'],
  // doing
  more: ['Xem thêm', 'More'], loading: ['Đang tải', 'Loading'], cancel: ['Thôi', 'Cancel'], reason: ['Lý do', 'Reason'],
  reason_hint: ['Lý do được ghi vào nhật ký cùng tên bạn.', 'The reason goes into the log with your name.'],
  reason_short: ['Viết ít nhất 8 ký tự', 'Write at least 8 characters'],
  purpose: ['Mục đích', 'Purpose'],
  purpose_hint: ['Ví dụ: “Đối chiếu theo công văn 12/SYT ngày 20/11”. Mục đích được ghi vào nhật ký.', 'For example “Checked for letter 12/SYT of 20 November”. The purpose goes into the log.'],
  progress: ['{done} / {total}', '{done} / {total}'], progress_open: ['{done} bản ghi', '{done} records'],
  stop_job: ['Dừng', 'Stop'], before: ['Trước', 'Before'], after: ['Sau', 'After'],
  lines_left_out: ['… các dòng giống nhau …', '… lines that are the same …'], no_difference: ['Không khác nhau', 'No difference'],
  add_item: ['Thêm', 'Add'], copy: ['Chép', 'Copy'], copied: ['Đã chép', 'Copied'],
} as const satisfies Texts;
