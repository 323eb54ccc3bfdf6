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
  // new
  new_title: ['Thêm hệ thống', 'Add a system'], new_lead: ['Chọn bộ kết nối, điền cài đặt, rồi lưu thành tệp cấu hình. Thử kết nối được ngay sau đó.', 'Choose a connector, fill in its settings, and save them as a file. It can be tested at once.'],
  choose_connector: ['Chọn bộ kết nối', 'Choose a connector'], name: ['Tên ngắn', 'Short name'], name_hint: ['Chữ thường, số và gạch dưới, ví dụ so_y_te', 'Small letters, digits, underscores, such as so_y_te'],
  label_vi: ['Tên hiển thị (tiếng Việt)', 'Name shown (Vietnamese)'], label_en: ['Tên hiển thị (tiếng Anh)', 'Name shown (English)'],
  name_wrong: ['Bắt đầu bằng chữ, chỉ gồm a–z, 0–9 và _', 'Begins with a letter; only a–z, 0–9 and _'], required: ['Cần nhập mục này', 'This is needed'],
  enabled: ['Bật ngay', 'Switch it on now'], save: ['Lưu', 'Save'], saved: ['Đã lưu vào {file}', 'Saved as {file}'], saved_system: ['Đã lưu hệ thống', 'The system is saved'], cancel: ['Thôi', 'Cancel'],
  fill: ['Cài đặt của bộ kết nối', 'Settings of the connector'], faults: ['{n} mục chưa đúng', '{n} members are not right'],
  secret_hint: ['Chỉ ghi tên bí mật; giá trị đặt ở trang Bí mật.', 'Only the name of the secret; its value is set on the page Secrets.'],
  add_item: ['Thêm', 'Add'],
} as const satisfies Texts;
