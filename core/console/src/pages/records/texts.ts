// Words of the records.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Tra cứu', 'Records'], lead: ['Tìm theo số định danh, số điện thoại, mã, hoặc họ tên có dấu hay không dấu.', 'Find by any identifier, phone number, code, or a name with or without marks.'],
  entity: ['Loại dữ liệu', 'Entity'], words: ['Số, mã hoặc họ tên', 'Number, code or name'], find: ['Tìm', 'Find'], found_by: ['Tìm theo: {fields}', 'Found by: {fields}'],
  not_found: ['Không tìm thấy bản ghi nào', 'No record is found'], not_found_lead: ['Nhập đủ cả số, hoặc đủ cả họ tên; không cần dấu.', 'Enter the whole number, or the whole name; marks are not needed.'],
  none: ['Chưa có bản ghi nào', 'There is no record yet'], none_lead: ['Bản ghi xuất hiện sau lần chạy đầu tiên của một luồng vào.', 'Records appear after the first run of an in-flow.'],
  record: ['Bản ghi', 'Record'], row: ['{entity} {id}', '{entity} {id}'], back: ['Tra cứu', 'Records'], masked: ['Dữ liệu cá nhân đang được che', 'Persons’ data are masked'],
  unmasked: ['Đang hiện dữ liệu cá nhân. Lần xem này đã vào nhật ký.', 'Persons’ data are shown. This look is in the log.'],
  unmask: ['Hiện dữ liệu cá nhân', 'Show personal data'], unmask_lead: ['Tên bạn, mục đích và thời điểm được ghi vào nhật ký trước khi hiện.', 'Your name, the purpose and the time go into the log before it is shown.'],
  values: ['Giá trị', 'Values'], field: ['Trường', 'Field'], value: ['Giá trị', 'Value'], why: ['Vì sao?', 'Why?'], why_of: ['Vì sao “{field}” có giá trị này?', 'Why is “{field}” what it is?'],
  source: ['Nguồn', 'Source'], as_of: ['Thời điểm', 'As of'], run: ['Lần chạy', 'Run'], winner: ['Được chọn', 'Chosen'], loser: ['Không được chọn', 'Not chosen'],
  newest: ['Nguồn nói gần đây nhất được chọn', 'The source that spoke last is chosen'], priority: ['Nguồn đứng trước theo thứ tự ưu tiên được chọn', 'The source that comes first by priority is chosen'],
  one_source: ['Chỉ một nguồn nói về trường này', 'Only one source speaks of it'], sources_n: ['{n} nguồn', '{n} sources'], computed: ['Tính từ trường khác', 'Computed from other fields'],
  deliveries: ['Đã gửi tới', 'Deliveries'], destination: ['Nơi nhận', 'Destination'], state: ['Trạng thái', 'State'], attempts: ['Số lần gửi', 'Attempts'], remote: ['Mã ở nơi nhận', 'Id there'], error: ['Lỗi', 'Error'], no_deliveries: ['Chưa gửi tới đâu', 'Sent nowhere yet'],
  disclosures: ['Đã tiết lộ', 'Disclosures'], purpose: ['Mục đích', 'Purpose'], at: ['Lúc', 'At'], fields: ['Các trường', 'Fields'], no_disclosures: ['Chưa tiết lộ điều gì ra ngoài', 'Nothing has left the hub'],
  timeline: ['Dòng thời gian', 'Timeline'], no_timeline: ['Chưa có sự kiện nào', 'Nothing happened yet'], 
  heard: ['{system} gửi bản ghi này', '{system} sent this record'], disclosed: ['Gửi tới {system}: {note}', 'Sent to {system}: {note}'],
  judged_same: ['{who} cho là cùng một người: {reason}', '{who} judged it one person: {reason}'], judged_never: ['{who} cho là hai người khác nhau: {reason}', '{who} judged them two people: {reason}'], judged_undo: ['{who} gỡ phán quyết {n}: {reason}', '{who} took judgement {n} back: {reason}'],
  merge: ['Gộp', 'Merge'], split: ['Tách', 'Split'], never: ['Không bao giờ gộp', 'Never merge'], merge_title: ['Gộp với một bản ghi khác', 'Merge with another record'], merge_lead: ['Hai bản ghi là cùng một người. Có thể hoàn tác, không mất gì.', 'Both records are of one person. It can be undone, and nothing is lost.'],
  split_masked: ['Tách (hiện dữ liệu cá nhân trước)', 'Split (show personal data first)'],
  other: ['Số dòng, hoặc số định danh của bản ghi kia', 'Row number or identifier of the other record'], split_title: ['Tách một nguồn ra', 'Split a source off'], split_lead: ['Những gì nguồn này nói trở thành một bản ghi riêng. Có thể hoàn tác.', 'What this source says becomes a record of its own. It can be undone.'],
  source_key: ['Khóa ở nguồn', 'Key at the source'], never_title: ['Không bao giờ gộp với', 'Never merge with'], never_lead: ['Hai bản ghi là hai người khác nhau, dù giống nhau.', 'They are two people, however alike.'], done_merge: ['Đã ghi nhận', 'Noted'],
  judgements: ['Quyết định của người', 'What persons judged'], undo: ['Hoàn tác', 'Undo'],
} as const satisfies Texts;
