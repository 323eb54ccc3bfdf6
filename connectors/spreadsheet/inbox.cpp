// Names of results, and hashes.
#include "inbox.hpp"

#include "cell.hpp"

#include <openssl/evp.h>

#include <fstream>
#include <memory>

namespace lt::spreadsheet {
namespace {

constexpr std::string_view result_mark = ".ketqua";

}  // namespace

Inbox::Inbox(const std::filesystem::path& path, std::vector<std::string> patterns)
    : WatchedFolder(path, std::move(patterns), files::PathKind::folder_or_file, is_result_name) {}

std::filesystem::path Inbox::find(const std::string& name) const {
  for (const auto& place : {folder(), folder() / processed_folder, folder() / failed_folder}) {
    if (std::filesystem::is_regular_file(place / name)) return place / name;
  }
  return {};
}

std::string Inbox::result_name(const std::string& name, bool csv) const {
  const std::string ending = csv ? ".csv" : ".xlsx";
  const auto stem = std::filesystem::path(name).stem().string();
  const bool taken = name != stem + ending && !find(stem + ending).empty();
  return (taken ? name : stem) + std::string(result_mark) + ending;
}

std::string sha256(const std::filesystem::path& file) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::ifstream in(file, std::ios::binary);
  if (!in) throw FileError("the file cannot be opened: check its permissions");
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::string piece(1 << 16, '\0');
  do {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
  } while (in);
  if (in.bad()) throw FileError("the file cannot be read to its end: check the disk or the share");
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_DigestFinal_ex(context.get(), digest, &length);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < length; ++i) text += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  return text;
}

bool is_result_name(const std::string& name) {
  return std::filesystem::path(name).stem().string().ends_with(result_mark);
}

}  // namespace lt::spreadsheet
