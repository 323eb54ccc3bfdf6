// Words of the match review.
import type { Texts } from '../../lib/texts';

export const texts = {
  title: ['Duyệt trùng', 'Match review'], lead: ['Hai bản ghi có phải là một người? Chỉ khi máy không chắc mới hỏi đến bạn.', 'Are two records one person? You are asked only where the machine is not sure.'],
  none: ['Không có câu hỏi nào đang chờ', 'No question waits'], none_lead: ['Khi hai bản ghi giống nhau mà không chung số định danh nào, câu hỏi hiện ở đây.', 'When two records are alike and share no identifier, the question stands here.'],
  queue: ['{n} câu hỏi', '{n} questions'], question: ['Câu hỏi {id}', 'Question {id}'], likely: ['Điểm giống: {bits}', 'Likeness: {bits}'],
  field: ['Trường', 'Field'], a: ['Bản ghi thứ nhất', 'First record'], b: ['Bản ghi thứ hai', 'Second record'], same: ['Giống nhau', 'The same'], differs: ['Khác nhau', 'Differs'],
  weights: ['Vì sao máy hỏi', 'Why it is asked'], comparison: ['So sánh', 'Comparison'], level: ['Mức', 'Level'], bits: ['Điểm', 'Weight'],
  merge: ['Là một người', 'One person'], never: ['Hai người khác nhau', 'Two people'], assign: ['Giao cho người khác', 'Give to somebody'], assigned: ['Đã giao cho {who}', 'Given to {who}'], to: ['Giao cho', 'Give to'],
  merge_title: ['Gộp hai bản ghi', 'Merge the two records'], never_title: ['Không bao giờ gộp hai bản ghi này', 'Never merge these two'], merge_lead: ['Không mất gì; có thể hoàn tác trong dòng thời gian của bản ghi.', 'Nothing is lost; it can be undone in the record’s timeline.'],
  answered: ['Đã ghi nhận câu trả lời', 'Your answer is noted'], open_record: ['Mở bản ghi', 'Open the record'], cancel: ['Thôi', 'Cancel'], keys: ['Phím tắt: 1 là một người, 2 là hai người, ↓ câu tiếp', 'Keys: 1 one person, 2 two people, ↓ the next'],
} as const satisfies Texts;
