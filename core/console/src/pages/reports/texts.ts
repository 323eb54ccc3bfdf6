// Words of the reports.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Báo cáo', 'Reports'], lead: ['Báo cáo đã lập, theo thể thức Nghị định 30/2020/NĐ-CP, sẵn sàng để ký. Bản đã lập không đổi.', 'Reports as they were made, in the form of Decree 30/2020/NĐ-CP, ready to sign. What was made does not change.'],
  make: ['Lập báo cáo', 'Make a report'], kind: ['Loại', 'Kind'], period: ['Kỳ', 'Period'], made: ['Lập lúc', 'Made'], verdict: ['Tình trạng', 'Verdict'], files: ['Tải về', 'Download'], due: ['Chờ gửi', 'To be sent'], by_mail: ['thư điện tử', 'e-mail'], by_flow: ['luồng dữ liệu', 'flow'], hash: ['Mã băm số liệu', 'Hash of the figures'],
  'on-demand': ['Theo yêu cầu', 'On demand'], daily: ['Ngày', 'Daily'], weekly: ['Tuần', 'Weekly'], monthly: ['Tháng', 'Monthly'], good: ['Tốt', 'Good'], attention: ['Cần chú ý', 'Attention'], trouble: ['Có sự cố', 'Trouble'], unbalanced: ['Không cân bằng', 'Unbalanced'],
  none: ['Chưa lập báo cáo nào', 'No report is made yet'], none_lead: ['Lập một báo cáo của hôm nay, hoặc đặt lịch trong report.yaml.', 'Make one of today, or schedule them in report.yaml.'],
  from: ['Từ ngày', 'From'], to: ['Đến ngày', 'To'], any_day: ['Một ngày trong kỳ', 'Any day of the period'], number: ['Số văn bản', 'Document number'], number_hint: ['Để trống nếu văn thư chưa cấp số.', 'Leave it empty where the registry gave none yet.'], cancel: ['Thôi', 'Cancel'], made_it: ['Đã lập báo cáo', 'The report is made'],
  send: ['Gửi', 'Send'], sending: ['Gửi báo cáo', 'Send the report'], close: ['Đóng', 'Close'], verify: ['Kiểm tra một tệp báo cáo', 'Verify a report’s file'], verify_lead: ['Chọn tệp PDF, XLSX, HTML hoặc JSON đã nhận, để biết có ai sửa số liệu không.', 'Choose a PDF, XLSX, HTML or JSON file that you received, to know whether a figure was changed.'], choose: ['Chọn tệp', 'Choose a file'],
  intact: ['Nguyên vẹn: đúng như khi lập', 'Intact: as it was made'], appended: ['Số liệu nguyên vẹn; có phần thêm vào sau, như chữ ký số', 'The figures are intact; something was added behind, such as a signature'], altered: ['Đã bị sửa', 'It was altered'], other: ['Số liệu khác với bản đã lưu ở đây', 'Its figures differ from the report that is kept here'], where: ['Chỗ bị sửa: {where}', 'Altered: {where}'], file: ['tệp', 'the file'], figures: ['số liệu', 'the figures'], seal: ['dấu niêm phong', 'the seal'], report_is: ['Báo cáo {id}', 'Report {id}'],
  download: ['Tải {format} của {id}', 'Download {format} of {id}'],
} as const satisfies Texts;
