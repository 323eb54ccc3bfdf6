// Doubles with mistakes, each a pure function of the seed and its number.
#include "twins/noisy_people.hpp"

#include "twins/names.hpp"
#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <ostream>
#include <sstream>

namespace lt::twins {
namespace {

enum NoiseUse : std::uint64_t { twin = 901, twin_name, mistakes, shuffling, sparse };

constexpr std::array<unsigned, noise_count> weights{14, 16, 5, 8, 7, 5, 5, 10, 10, 14, 18, 3, 8};

bool is_twin(const NoisyOptions& options, std::uint64_t person) {
  return person % 4 == 3 && Random(options.seed, twin, person / 4).chance(options.twins_percent);
}

std::vector<std::string> words_of(const std::string& name) {
  std::istringstream in(name);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string name;
  for (const auto& word : words) name += (name.empty() ? "" : " ") + word;
  return name;
}

// The younger of twins: all of the elder but the given name, the sex now and then, and the numbers.
void make_twin(const NoisyOptions& options, const Person& elder, Person& person) {
  Random random(options.seed, twin_name, person.index);
  auto words = words_of(elder.name);
  person.male = random.chance(70) ? elder.male : !elder.male;
  if (person.male != elder.male) {
    words = {words.front()};
    for (auto& word : words_of(given_names(random, person.male))) words.push_back(word);
  }
  while (joined(words) == elder.name) words.back() = words_of(given_names(random, person.male)).back();
  person.name = joined(words);
  person.birth = elder.birth;
}

// Twins are registered one after the other, so their numbers are neighbours; province 990 is theirs alone.
std::string twins_number(const Person& person) {
  const auto year = day_of(person.birth).year;
  char made[40];
  std::snprintf(made, sizeof made, "990%d%02d%06u", (year - 1900) / 100 * 2 + (person.male ? 0 : 1), year % 100,
                static_cast<unsigned>((person.index / 4 * 2 + person.index % 2) % 1'000'000));
  return made;
}

Person person_of(const NoisyOptions& options, const World& world, std::uint64_t index) {
  Person person = world.person(index);
  if (is_twin(options, index)) make_twin(options, world.person(index - 1), person);
  const bool of_twins = index % 4 > 1 && is_twin(options, index | 1U);
  if (of_twins && !person.citizen_id.empty()) person.citizen_id = twins_number(person);
  return person;
}

void drop_numbers(NoisyPerson& person) {
  person.citizen_id.clear();
  person.old_citizen_id.clear();
  person.insurance_number.clear();
}

std::string iso_day(std::int64_t days) {
  const auto day = day_of(days);
  char made[40];
  std::snprintf(made, sizeof made, "%04d-%02u-%02u", day.year, day.month, day.day);
  return made;
}

NoisyPerson clean(const World& world, const Person& person) {
  NoisyPerson made;
  made.person = person.index;
  made.full_name = person.name;
  made.birth_date = iso_day(person.birth);
  made.sex = person.male ? "M" : "F";
  made.citizen_id = person.citizen_id;
  made.old_citizen_id = person.old_id;
  made.insurance_number = person.insurance;
  made.phones = "+84" + person.subscriber;
  made.old_commune_code = communes()[person.commune].code;
  made.address = person.address;
  if (person.index % 4 > 1 && person.birth > days_of({2005, 1, 1})) {
    made.guardian = world.person(person.index - person.index % 4).name;
  }
  return made;
}

void mistype(std::string& text, Random& random) {
  // Only ASCII letters change, so that no letter of two bytes is cut.
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] >= 'a' && text[i] <= 'z') places.push_back(i);
  }
  if (places.empty()) return;
  const std::size_t at = random.pick(places);
  const char letter = "abcdeghiklmnoprstuvxy"[random.below(21)];
  switch (random.below(4)) {
    case 0:
      text[at] = letter == text[at] ? 'q' : letter;
      break;
    case 1:
      text.erase(at, 1);
      break;
    case 2:
      text.insert(at, 1, letter);
      break;
    default:
      if (at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z' && text[at] != text[at + 1]) {
        std::swap(text[at], text[at + 1]);
      } else {
        text.insert(at, 1, text[at]);
      }
  }
}

void wrong_digit(std::string& digits, std::size_t from, Random& random) {
  if (digits.size() <= from) return;
  char& digit = digits[from + random.below(digits.size() - from)];
  digit = static_cast<char>('0' + (static_cast<unsigned>(digit - '0') + 1 + random.below(9)) % 10);
}

void reorder(std::string& name, Random& random) {
  auto words = words_of(name);
  if (random.chance(50)) {
    std::rotate(words.begin(), words.end() - 1, words.end());
  } else {
    std::rotate(words.begin(), words.begin() + 1, words.end());
  }
  name = joined(words);
}

void drop_middle(std::string& name, Random& random) {
  auto words = words_of(name);
  if (words.size() < 3) return;
  words.erase(words.begin() + 1 + static_cast<std::ptrdiff_t>(random.below(words.size() - 2)));
  name = joined(words);
}

void turn_day(std::string& date) {
  if (date.size() == 10 && date.substr(8, 2) <= "12") date.replace(5, 5, date.substr(8, 2) + date.substr(4, 3));
}

// Another day of the same month, one digit away.
void wrong_day(std::string& date, Random& random) {
  if (date.size() != 10) return;
  date[9] = static_cast<char>('0' + (static_cast<unsigned>(date[9] - '0') + 1 + random.below(8)) % 9);
  if (date.substr(8) == "00") date[9] = '1';
  if (date.substr(8) > "28") date[8] = '1';
}

void move_house(NoisyPerson& person, const World& world, Random& random) {
  const Person elsewhere = world.person(random.below(1'000'000) + 8'000'000);
  person.old_commune_code = communes()[elsewhere.commune].code;
  person.address = elsewhere.address;
}

void rewrite_address(std::string& address, Random& random) {
  const bool house = address.starts_with("Số ");
  switch (random.below(3)) {
    case 0:
      address = without_marks(address);
      break;
    case 1:
      address =
          house ? "SN " + address.substr(std::string("Số ").size()) : "Xóm " + address.substr(address.find(' ') + 1);
      break;
    default:
      address.clear();
  }
}

void apply(Noise noise, NoisyPerson& person, const World& world, Random& random) {
  switch (noise) {
    case Noise::typo:
      return mistype(person.full_name, random);
    case Noise::no_marks:
      person.full_name = random.chance(60) ? without_marks(person.full_name) : respell_name(person.full_name, random);
      return;
    case Noise::name_order:
      return reorder(person.full_name, random);
    case Noise::no_middle:
      return drop_middle(person.full_name, random);
    case Noise::turned_day:
      return turn_day(person.birth_date);
    case Noise::year_only:
      person.birth_date.resize(4);
      return;
    case Noise::wrong_day:
      return wrong_day(person.birth_date, random);
    case Noise::moved:
      return move_house(person, world, random);
    case Noise::other_address:
      return rewrite_address(person.address, random);
    case Noise::changed_phone:
      // Half of the offices keep the number of before.
      person.phones = "+84" + new_subscriber(random) + (random.chance(50) ? ";" + person.phones : "");
      return;
    case Noise::no_citizen_id:
      person.citizen_id.clear();
      return;
    case Noise::wrong_citizen_id:
      return wrong_digit(person.citizen_id, 6, random);
    case Noise::no_numbers:
      return drop_numbers(person);
  }
}

Noise draw(Random& random) {
  auto at = static_cast<unsigned>(random.below(std::accumulate(weights.begin(), weights.end(), 0U)));
  for (unsigned i = 0; i < noise_count; ++i) {
    if (at < weights[i]) return static_cast<Noise>(i);
    at -= weights[i];
  }
  return Noise::typo;
}

// Some lists ask for less: neither numbers, nor a phone, nor a father.
void leave_out(const NoisyOptions& options, NoisyPerson& person, Random& random) {
  if (random.chance(options.sparse_percent)) drop_numbers(person);
  if (random.chance(options.sparse_percent)) person.phones.clear();
  if (random.chance(options.sparse_percent)) person.guardian.clear();
}

std::uint64_t double_count(const NoisyOptions& options) { return options.people * options.noisy_percent / 100; }

// Numbers from 0 to size in an order of the seed, each once: steps of a size without common factor.
std::uint64_t shuffled(const NoisyOptions& options, std::uint64_t at, std::uint64_t size) {
  std::uint64_t stride = (Random(options.seed, shuffling).next() >> 20) % size | 1U;
  while (std::gcd(stride, size) != 1) ++stride;
  return at % size * stride % size;
}

}  // namespace

std::uint64_t noisy_count(const NoisyOptions& options) { return options.people + double_count(options); }

NoisyPerson noisy_person(const NoisyOptions& options, std::uint64_t record) {
  const World world(options.seed);
  Random poor(options.seed, sparse, record);
  if (record < options.people) {
    NoisyPerson made = clean(world, person_of(options, world, record));
    leave_out(options, made, poor);
    return made;
  }
  const std::uint64_t double_number = record - options.people;
  NoisyPerson made = clean(world, person_of(options, world, shuffled(options, double_number, options.people)));
  Random random(options.seed, mistakes, double_number);
  const auto luck = random.below(100);
  const std::size_t count = luck < 50 ? 1 : luck < 85 ? 2 : 3;
  while (made.noises.size() < count) {
    const Noise noise = draw(random);
    if (std::find(made.noises.begin(), made.noises.end(), noise) != made.noises.end()) continue;
    made.noises.push_back(noise);
    apply(noise, made, world, random);
  }
  leave_out(options, made, poor);
  return made;
}

void write_noisy_people(const NoisyOptions& options, std::ostream& out) {
  out << "record,person,full_name,birth_date,sex,citizen_id,old_citizen_id,insurance_number,phone,old_commune_code,"
         "commune_code,address,guardian\n";
  const std::uint64_t count = noisy_count(options);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t record = shuffled(options, i, count);
    const NoisyPerson person = noisy_person(options, record);
    // No cell holds a comma, a quote or a line end.
    out << record << ',' << person.person << ',' << person.full_name << ',' << person.birth_date << ',' << person.sex
        << ',' << person.citizen_id << ',' << person.old_citizen_id << ',' << person.insurance_number << ','
        << person.phones << ',' << person.old_commune_code << ",," << person.address << ',' << person.guardian << '\n';
  }
}

}  // namespace lt::twins
