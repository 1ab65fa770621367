#pragma once
// A text search configuration (pg_ts_config, pg_ts_config_map).

#include "kinds/kind.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct TextSearchConfiguration : KindDefaults {
  static constexpr std::string_view kind_name = "text search configuration";

  QName name;
  QName parser;
  std::map<std::string, std::vector<QName>> mappings;  // the dictionaries of each type of token, in order
  bool operator==(const TextSearchConfiguration&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, name.schema, "", name.name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const TextSearchConfiguration& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const TextSearchConfiguration& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
