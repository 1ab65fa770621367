#pragma once
// A text search dictionary (pg_ts_dict).

#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct TextSearchDictionary : KindDefaults {
  static constexpr std::string_view kind_name = "text search dictionary";

  QName name;
  QName template_name;
  StorageParameters options;
  bool operator==(const TextSearchDictionary&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, name.schema, "", name.name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const TextSearchDictionary& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const TextSearchDictionary& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
