// Words of the systems.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Hệ thống', 'Systems'], lead: ['Các hệ thống đối tác đã khai báo và tình trạng của chúng.', 'The partner systems that are configured, and how they stand.'],
  add: ['Thêm hệ thống', 'Add a system'], system: ['Hệ thống', 'System'], connector: ['Bộ kết nối', 'Connector'], state: ['Trạng thái', 'State'], flows: ['Luồng', 'Flows'],
  letters: ['Bản ghi lỗi', 'Dead letters'], pending: ['Chờ gửi', 'To be sent'], on: ['Đang bật', 'Switched on'], off: ['Đang tắt', 'Switched off'],
  none_on: ['Chưa bật hệ thống nào', 'No system is switched on'], none_on_lead: ['Mở một hệ thống đang tắt bên dưới để xem và bật, hoặc thêm hệ thống mới.', 'Open one that is off below to look at it and switch it on, or add one.'],
  back: ['Hệ thống', 'Systems'], test: ['Thử kết nối', 'Test connection'], testing: ['Đang gọi tới hệ thống…', 'Calling the system…'],
  test_good: ['Kết nối được', 'It answers'], test_bad: ['Không kết nối được', 'It does not answer'],
  edit: ['Sửa cài đặt', 'Edit settings'], settings: ['Cài đặt', 'Settings'], isolation: ['Cách ly', 'Isolation'], process: ['Tiến trình riêng', 'A process of its own'], in_process: ['Trong hệ thống', 'Within the hub'],
  egress: ['Được gọi tới', 'May reach'], answers: ['Được tra cứu', 'May look up'], file: ['Tệp', 'File'], about: ['Hệ thống này', 'This system'],
  streams: ['Nguồn dữ liệu', 'Streams'], sample: ['Xem mẫu', 'Sample'], sample_of: ['Mẫu của {stream}', 'Sample of {stream}'], sample_lead: ['Vài bản ghi như hệ thống đối tác gửi. Dữ liệu cá nhân được che.', 'Some records as the partner sends them. Persons’ data are masked.'],
  no_sample: ['Nguồn này hiện không có bản ghi', 'There is no record in it now'], no_flows: ['Chưa có luồng nào', 'No flow yet'],
  flow: ['Luồng', 'Flow'], stream: ['Nguồn', 'Stream'], fresh: ['Mới nhất', 'Freshness'],
  add_flow: ['Thêm luồng', 'Add a flow'], add_flow_lead: ['Luồng đọc một nguồn của hệ thống này theo lịch. Tệp của luồng hiện ra để bạn xem và lưu.', 'A flow reads a stream of this system by a schedule. Its file is shown for you to look at and save.'], to_file: ['Xem tệp', 'See the file'],
  mapping: ['Ánh xạ', 'Mapping'], mapping_hint: ['Biến bản ghi của nguồn thành dữ liệu chuẩn. Chưa có thì thêm tệp ở trang Tệp cấu hình.', 'Turns the stream’s records into the canonical form. Where there is none, add its file on the page Settings.'], every: ['Đọc', 'Read'],
  '5m': ['Mỗi 5 phút', 'Every 5 minutes'], '15m': ['Mỗi 15 phút', 'Every 15 minutes'], '1h': ['Mỗi giờ', 'Every hour'], '6h': ['Mỗi 6 giờ', 'Every 6 hours'], '1d': ['Mỗi ngày', 'Every day'],
  // new
  new_title: ['Thêm hệ thống', 'Add a system'], new_lead: ['Chọn bộ kết nối, điền cài đặt, thử kết nối, rồi lưu thành tệp cấu hình. Chưa lưu thì chưa có gì thay đổi.', 'Choose a connector, fill in its settings, test the connection, then save them as a file. Nothing changes before it is saved.'],
  choose_connector: ['Chọn bộ kết nối', 'Choose a connector'], name: ['Tên ngắn', 'Short name'], name_hint: ['Chữ thường, số và gạch dưới, ví dụ so_y_te', 'Small letters, digits, underscores, such as so_y_te'],
  label_vi: ['Tên hiển thị (tiếng Việt)', 'Name shown (Vietnamese)'], label_en: ['Tên hiển thị (tiếng Anh)', 'Name shown (English)'],
  name_wrong: ['Bắt đầu bằng chữ, chỉ gồm a–z, 0–9 và _', 'Begins with a letter; only a–z, 0–9 and _'], required: ['Cần nhập mục này', 'This is needed'],
  enabled: ['Bật ngay', 'Switch it on now'], save: ['Lưu', 'Save'], saved: ['Đã lưu vào {file}', 'Saved as {file}'], saved_system: ['Đã lưu hệ thống', 'The system is saved'], cancel: ['Thôi', 'Cancel'],
  fill: ['Cài đặt của bộ kết nối', 'Settings of the connector'], faults: ['{n} mục chưa đúng', '{n} members are not right'],
  secret_hint: ['Chỉ ghi tên bí mật; giá trị đặt ở trang Bí mật.', 'Only the name of the secret; its value is set on the page Secrets.'],
  add_item: ['Thêm', 'Add'],
} as const satisfies Texts;
