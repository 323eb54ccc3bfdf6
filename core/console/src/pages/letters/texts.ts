// Words of the dead letters.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Bản ghi lỗi', 'Dead letters'], lead: ['Bản ghi chưa đi tiếp được, xếp theo nguyên nhân: mỗi nguyên nhân có một cách sửa.', 'Records that could not go on, by cause: one remedy mends all of one cause.'],
  none: ['Không có bản ghi lỗi nào đang chờ', 'No dead letter waits'], none_lead: ['Mọi bản ghi nhận được đều đã đi đến nơi.', 'Every record that came has reached its place.'],
  cause: ['Nguyên nhân', 'Cause'], count: ['Số bản ghi', 'Records'], flow: ['Luồng', 'Flow'], oldest: ['Lâu nhất', 'Oldest'], who: ['Người xử lý', 'Who acts'], action: ['Cách xử lý', 'What to do'],
  ours: ['Sửa ở đây', 'Mended here'], theirs: ['Sửa ở nguồn', 'Mended at the source'], of_flow: ['Chỉ luồng {flow}', 'Only the flow {flow}'], all_flows: ['Bỏ lọc', 'All flows'],
  count_n: ['{n} bản ghi', '{n} records'], back: ['Bản ghi lỗi', 'Dead letters'],
  field: ['Trường', 'Field'], place: ['Vị trí', 'Place'], step: ['Bước', 'Step'],
  record: ['Bản ghi', 'Record'], state: ['Trạng thái', 'State'], seen: ['Đã gặp', 'Seen'], times: ['{n} lần', '{n}×'], last_seen: ['Lần cuối', 'Last seen'], message: ['Thông báo', 'Message'], mended: ['Đã sửa', 'Mended'],
  waiting: ['Đang chờ', 'Waiting'], all: ['Tất cả', 'All'], dismissed: ['Đã bỏ qua', 'Dismissed'], show: ['Hiện', 'Show'],
  replay_all: ['Gửi lại tất cả', 'Send all again'], replay: ['Gửi lại', 'Send again'], dismiss_all: ['Bỏ qua tất cả', 'Dismiss all'], dismiss: ['Bỏ qua', 'Dismiss'], reopen: ['Mở lại', 'Reopen'],
  replay_title: ['Gửi lại {n} bản ghi?', 'Send {n} records again?'], replay_lead: ['Mỗi bản ghi đi qua ánh xạ hiện tại, theo thứ tự đã đến. Bản ghi vẫn sai thì ở lại đây.', 'Each goes through today’s mapping, in the order in which they came. What is still wrong stays here.'],
  dismiss_title: ['Bỏ qua {n} bản ghi', 'Dismiss {n} records'], dismiss_lead: ['Bản ghi không còn được nhắc đến. Có thể mở lại sau.', 'They wait no more. This can be taken back.'],
  dismissed_n: ['Đã bỏ qua {n} bản ghi', '{n} records are dismissed'], reopen_title: ['Mở lại bản ghi này', 'Reopen this record'],
  no_letters: ['Không còn bản ghi nào ở đây', 'No record is left here'],
  letter: ['Bản ghi lỗi {id}', 'Dead letter {id}'], reasons: ['Vì sao không đi tiếp', 'Why it could not go on'], payload: ['Bản ghi', 'Record'],
  masked: ['Bản ghi có dữ liệu cá nhân nên đang được che.', 'The record holds personal data, so it is masked.'], unmask: ['Xem bản ghi', 'See the record'], unmask_title: ['Xem bản ghi này', 'See this record'],
  unmask_lead: ['Tên bạn, mục đích và thời điểm được ghi vào nhật ký trước khi hiện.', 'Your name, the purpose and the time go into the log before it is shown.'], no_unmask: ['Vai trò của bạn không được xem dữ liệu cá nhân.', 'Your role may not see personal data.'],
  mend: ['Sửa bản ghi', 'Mend the record'], mend_lead: ['Bản gốc được giữ nguyên bên cạnh. Chưa gửi gì cho đến khi bạn bấm gửi lại.', 'The original stays beside it. Nothing goes before you send it again.'], save_mend: ['Lưu bản sửa', 'Save what was mended'], note: ['Ghi chú', 'Note'],
  mended_good: ['Ánh xạ hiện tại nhận bản ghi này. Có thể gửi lại.', 'Today’s mapping takes this record. It can be sent again.'], mended_bad: ['Ánh xạ hiện tại vẫn không nhận bản ghi này:', 'Today’s mapping still refuses this record:'], mended_filtered: ['Ánh xạ hiện tại lọc bỏ bản ghi này.', 'Today’s mapping filters this record out.'],
  not_json: ['Chưa phải JSON: {why}', 'Not JSON: {why}'], cancel: ['Thôi', 'Cancel'], close: ['Đóng', 'Close'],
  original: ['Như đã đến', 'As it came'], as_mended: ['Sau khi sửa', 'Mended'], difference: ['Khác với bản gốc', 'Against the original'],
  about: ['Bản ghi này', 'This record'], key: ['Khóa', 'Key'], first_seen: ['Lần đầu', 'First seen'], closed: ['Lý do đóng', 'Why it is closed'], events: ['Ai đã làm gì', 'Who did what'],
  ev_mended: ['đã sửa', 'mended it'], ev_dismissed: ['đã bỏ qua', 'dismissed it'], ev_reopened: ['đã mở lại', 'reopened it'], unreadable: ['Không đọc được bản ghi', 'The record cannot be read'],
  selected: ['Đã chọn {n}', '{n} chosen'], choose: ['Chọn bản ghi {id}', 'Choose record {id}'],
} as const satisfies Texts;
