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

// Ways to agree, as linkage files name them; with a field's name behind, of that field.
export const levels = {
  and: [' và ', ' and '], differs: ['khác hẳn', 'differs'],
  equal: ['giống hệt', 'the same'], equal_spelled: ['giống hệt, cả dấu', 'the same, marks too'], equal_name: ['giống hệt, không kể dấu', 'the same but for marks'], equal_given: ['cùng tên gọi', 'the same given name'],
  crossed: ['nằm ở ô kia', 'stands in the other field'], same_words: ['cùng các chữ, khác thứ tự', 'the same words in another order'], words_within: ['đủ {n} chữ của tên ngắn hơn', 'all words of the shorter, {n} or more'],
  words_near: ['lệch {n} chữ cái', 'mistyped by {n}'], mistyped: ['gõ nhầm {n} chữ cái, một cách viết hiếm', 'mistyped by {n}, one spelling rare'], mistyped_given: ['tên gọi gõ nhầm {n} chữ cái, một cách viết hiếm', 'given name mistyped by {n}, one spelling rare'], similar: ['gần giống (từ {n})', 'similar ({n} or more)'],
  same_ends: ['cùng họ và tên gọi', 'the same first and last word'], same_first_word: ['cùng họ', 'the same family name'], same_last_word: ['cùng tên gọi', 'the same given name'], edits: ['lệch {n} ký tự', 'off by {n} signs'],
  turned_day: ['đảo ngày và tháng', 'day and month turned'], year_alone: ['một bên chỉ có năm, trùng năm', 'one has the year alone, the same'], same_year: ['cùng năm', 'the same year'], days_within: ['cách nhau không quá {n} ngày', 'at most {n} days apart'], same_start: ['cùng {n} ký tự đầu', 'the same first {n} signs'],
} as const satisfies Texts;
