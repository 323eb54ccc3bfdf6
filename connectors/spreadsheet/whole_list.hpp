// A list that the hub gives out: all its rows as one workbook, replaced as a whole.
#pragma once

#include <lienthong/sdk/host.hpp>

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace lt::spreadsheet {

struct ListColumn {
  std::string field, header;
};

struct WholeList {
  std::filesystem::path file;
  std::string sheet;
  std::vector<ListColumn> columns;
};

using WholeLists = std::map<std::string, WholeList, std::less<>>;

/// The setting `lists`. Throws Failure misconfigured for a file that would be read as a list again. `watched`: empty
/// where nothing is read.
WholeLists parse_whole_lists(const sdk::Settings& settings, const std::filesystem::path& watched);

/// Throws Failure unavailable where a folder is not there.
void require_folders(const WholeLists& lists);

/// Accepts or rejects each record; what is gone is not in the file. Throws Failure unavailable when it cannot be
/// written.
void write_whole_list(const sdk::Writer& writer, const WholeList& list, std::span<const sdk::Record> records);

}  // namespace lt::spreadsheet
