#pragma once
// An index that no constraint owns (pg_index). A unique index is not a unique constraint (rule R16).

#include "kinds/index_key.hpp"
#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <map>
#include <string>
#include <vector>

namespace limbeck {

struct Index : KindDefaults {
  static constexpr std::string_view kind_name = "index";
  static constexpr bool is_dependent = true;

  QName table;
  std::string_view relation_kind = "table";  // or "materialized view"
  Name name;
  bool unique = false;
  std::string method = "btree";
  std::vector<IndexKey> keys;
  std::vector<Name> include;
  bool nulls_not_distinct = false;
  StorageParameters parameters;
  std::string tablespace;  // empty: the database's
  std::string where;
  std::map<std::string, std::string> statistics = {};  // the targets of keys, by their numbers
  bool only = false;                                   // of a partitioned table: there are parts that have none
  OfWhole of_whole = {};
  bool invalid = false;  // a build that failed (CONCURRENTLY) left it: no model says that
  bool operator==(const Index&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{relation_kind, table.schema, "", table.name, ""}; }
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Index& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Index& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  static constexpr bool is_printed_whole = true;
  bool is_plain() const;
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
