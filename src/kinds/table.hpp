#pragma once
// An ordinary table. Its columns, constraints, indexes and triggers are objects of their own.

#include "kinds/kind.hpp"

#include <map>
#include <string>
#include <vector>

namespace limbeck {

struct Table : KindDefaults {
  static constexpr std::string_view kind_name = "table";

  QName name;
  bool unlogged = false;
  std::map<std::string, std::string> parameters;  // pg_class.reloptions, with toast.* of its TOAST table
  std::string method;                             // the table access method; empty: heap
  std::string tablespace;                         // empty: the database's
  bool row_security = false;
  bool force_row_security = false;  // for the owner, too
  bool operator==(const Table&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Table& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Table& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
