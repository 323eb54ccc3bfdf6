// Words of the connectors.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Bộ kết nối', 'Connectors'], lead: ['Các bộ kết nối có trên máy này: phiên bản, khả năng, hệ thống đang dùng.', 'The connectors on this machine: version, what each can do, which systems use it.'],
  plugin: ['Bộ kết nối', 'Connector'], version: ['Phiên bản', 'Version'], roles: ['Khả năng', 'Can'], systems: ['Hệ thống dùng', 'Used by'], vendor: ['Nhà cung cấp', 'Vendor'],
  read: ['đọc', 'read'], write: ['ghi', 'write'], receive: ['nhận', 'receive'], call: ['hỏi đáp', 'answer'], problem: ['Không nạp được', 'Cannot be loaded'], file: ['Tệp', 'File'],
  none: ['Không có bộ kết nối nào', 'There is no connector'], settings: ['Cài đặt', 'Settings'], required: ['bắt buộc', 'required'], member: ['Mục', 'Member'], meaning: ['Ý nghĩa', 'Meaning'], kind: ['Kiểu', 'Type'], default: ['Mặc định', 'Default'],
  use: ['Thêm hệ thống dùng bộ này', 'Add a system with it'], unused: ['Chưa dùng', 'Unused'],
} as const satisfies Texts;
