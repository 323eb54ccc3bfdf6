// Words of the connectors.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Bộ kết nối', 'Connectors'], lead: ['Các bộ kết nối có trên máy này: phiên bản, khả năng, hệ thống đang dùng.', 'The connectors on this machine: version, what each can do, which systems use it.'],
  plugin: ['Bộ kết nối', 'Connector'], version: ['Phiên bản', 'Version'], roles: ['Khả năng', 'Can'], systems: ['Hệ thống dùng', 'Used by'], vendor: ['Nhà cung cấp', 'Vendor'],
  read: ['đọc', 'read'], write: ['ghi', 'write'], receive: ['nhận', 'receive'], call: ['hỏi đáp', 'answer'], problem: ['Không nạp được', 'Cannot be loaded'], file: ['Tệp', 'File'],
  none: ['Không có bộ kết nối nào', 'There is no connector'], settings: ['Cài đặt', 'Settings'], required: ['bắt buộc', 'required'], member: ['Mục', 'Member'], meaning: ['Ý nghĩa', 'Meaning'], kind: ['Kiểu', 'Type'], default: ['Mặc định', 'Default'],
  contract: ['Hợp đồng', 'Contract'], untested: ['Chưa kiểm tra', 'Not tested'], kept: ['Giữ đủ {n} cam kết', 'Keeps all {n} promises'], broken: ['Không giữ {n} cam kết', 'Breaks {n} promises'],
  test: ['Kiểm tra theo hợp đồng', 'Test against the contract'], test_lead: ['Mỗi cam kết được thử trong một tiến trình riêng, không ra mạng, không động đến hệ thống đối tác.', 'Each promise is tried in a process of its own, which reaches no network and no partner.'], tested_at: ['{version}, kiểm tra lúc {at}', '{version}, tested {at}'],
  verdict: ['Kết quả', 'Verdict'], promise: ['Cam kết', 'Promise'], passed: ['Đạt', 'Kept'], failed: ['Không đạt', 'Broken'], skipped: ['Không thử được', 'Not tried'],
  use: ['Thêm hệ thống dùng bộ này', 'Add a system with it'], unused: ['Chưa dùng', 'Unused'],
} as const satisfies Texts;

// What a connector promises, by the suite's own sentences.
export const promises = {
  'it exports one symbol': ['chỉ đưa ra một ký hiệu', 'it exports one symbol'],
  'it loads and its table keeps the contract': ['nạp được, bảng hàm đúng hợp đồng', 'it loads and its table keeps the contract'],
  'it names itself, its version, its maker and its purpose': ['tự nêu tên, phiên bản, nhà cung cấp và mục đích', 'it names itself, its version, its maker and its purpose'],
  'its entry always gives the same table': ['lần gọi nào cũng đưa ra cùng một bảng hàm', 'its entry always gives the same table'],
  "its settings' schema is valid draft 7": ['lược đồ cài đặt đúng chuẩn draft 7', "its settings' schema is valid draft 7"],
  'every setting is described, in Vietnamese and English': ['mục cài đặt nào cũng có lời giải thích tiếng Việt và tiếng Anh', 'every setting is described, in Vietnamese and English'],
  'its form can be read whole in Vietnamese and in English': ['biểu mẫu đọc được trọn vẹn bằng tiếng Việt và tiếng Anh', 'its form can be read whole in Vietnamese and in English'],
  'its sample fits its schema': ['cài đặt mẫu khớp lược đồ', 'its sample fits its schema'],
  'it opens with its sample': ['mở được bằng cài đặt mẫu', 'it opens with its sample'],
  'wrong settings are refused with an explanation': ['cài đặt sai bị từ chối kèm lời giải thích', 'wrong settings are refused with an explanation'],
  'a hundred sessions leave no file and no thread behind': ['một trăm phiên không để sót tệp hay luồng nào', 'a hundred sessions leave no file and no thread behind'],
  'its streams are well formed': ['các nguồn dữ liệu khai báo đúng', 'its streams are well formed'],
  'it stops at once when it is told to': ['dừng ngay khi được bảo', 'it stops at once when it is told to'],
  'each failure of the system gets the right status': ['mỗi kiểu lỗi của đối tác được báo đúng', 'each failure of the system gets the right status'],
  'answers that make no sense do not crash it': ['câu trả lời vô nghĩa không làm nó sập', 'answers that make no sense do not crash it'],
  'every record of a write gets one result': ['mỗi bản ghi gửi đi có đúng một kết quả', 'every record of a write gets one result'],
  'check changes nothing': ['thử kết nối không làm thay đổi gì', 'check changes nothing'],
  'sessions work in parallel': ['các phiên chạy song song được', 'sessions work in parallel'],
} as const satisfies Texts;
