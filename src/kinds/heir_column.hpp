#pragma once
// What a table says of a column that it has from a base, beyond what the base says. Its default and the options of a
// foreign table are objects of their own. Statistics targets and n_distinct are a table's own: PostgreSQL gives a new
// part or heir none of them.

#include "kinds/column.hpp"
#include "kinds/kind.hpp"
#include "kinds/table.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct HeirColumn : KindDefaults {
  static constexpr std::string_view kind_name = "inherited column";
  static constexpr bool is_dependent = true;

  QName table;
  Name name;
  bool not_null = false;  // and the base's may be null
  std::string storage;    // a word of SET STORAGE; empty: the base's
  std::string compression;
  std::optional<int> statistics;
  StorageParameters parameters;

  // What it would be otherwise: schema's complete_heir_columns() finds it. Compared, since statements for the base
  // change what the heir has.
  struct Base {
    bool not_null = false;
    std::string storage;
    std::string compression;
    bool operator==(const Base&) const = default;
  } base = {};
  Bases base_tables = {};  // found there, too
  Rows rows = {};
  bool operator==(const HeirColumn&) const = default;

  // Whether there is more than a name: something for a comment to stand at.
  [[nodiscard]] bool says_something() const;
  // The difference between two columns; `base` is the base's.
  [[nodiscard]] static HeirColumn between(const Column& base, const Column& own);
  // The base's column as this table has it.
  [[nodiscard]] Column applied_to(const Column& base_column) const;
  // Forgets what the base says, too.
  void complete(const Column& base_column);

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries() { return {}; }  // columns are read once, and compared by inherited.cpp
  ObjectId id() const { return {kind_name, table.schema, table.name, name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  Filling filling() const { return Filling::before; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const HeirColumn&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const HeirColumn& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
