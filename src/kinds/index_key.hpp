#pragma once
// One key of an index or of an exclusion constraint, and the clauses that the two share.

#include "grammar/definition.hpp"
#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

class LoadScope;

struct IndexKey {
  Name column;                 // of a plain key; else empty
  std::string expression;      // of any other, without the parentheses around it
  std::string collation;       // qualified, as SQL; empty: the column's or expression's
  std::string operator_class;  // qualified unless pg_catalog's, as SQL; empty: the type's default for the method
  StorageParameters operator_class_parameters;
  bool descending = false;
  bool nulls_first = false;
  std::string exclude_operator;  // "=", "OPERATOR(public.&&)"; only in exclusion constraints
  bool operator==(const IndexKey&) const = default;

  [[nodiscard]] std::string definition(const Namer& namer) const;
  // Whether the key survives a change of its column's type: PostgreSQL rebuilds the index then.
  [[nodiscard]] bool is_plain() const;
  // Whether PostgreSQL prints its operator class and collation as they are written: none, or well-known ones that are
  // no type's default.
  [[nodiscard]] bool is_usual() const;
  void append_references_to(const QName& table, std::vector<Slot>& to) const;
  void rename(const QName& table, const Renaming& renaming);
};

// Whether its table is a partitioned one: PostgreSQL changes no parameters then. Never compared.
struct OfWhole {
  bool is_so = false;
  QName attached_to = {};   // of a part's: the whole's, which is itself attached to no other
  bool made_again = false;  // attaching.cpp says so: no statement detaches the index of a part
  bool made_only = false;   // not with those of the parts, whatever comes of it
  bool operator==(const OfWhole&) const { return true; }
};

// SQL that is true of a partitioned index `i` of pg_index that a part of its table has none for.
inline constexpr std::string_view is_on_only =
    "EXISTS (SELECT FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class hc ON hc.oid = h.inhrelid "
    "AND hc.relkind IN ('r', 'p') WHERE h.inhparent = i.indrelid AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits hi "
    "JOIN pg_catalog.pg_index hx ON hx.indexrelid = hi.inhrelid AND hx.indrelid = h.inhrelid "
    "WHERE hi.inhparent = i.indexrelid))";

// From a model (names are resolved) or, without a scope, from what PostgreSQL printed.
[[nodiscard]] IndexKey key_from(const grammar::IndexKey& written, const Text& text, std::size_t base,
                                const std::string& home, LoadScope* scope);

[[nodiscard]] std::string key_list(const std::vector<IndexKey>& keys, const Namer& namer);

}  // namespace limbeck
