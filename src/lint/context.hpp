#pragma once
// What lint knows at a statement from those before it in the revision: what is new (and so nobody waits for it), which
// constraints await validation, what the transaction has locked.

#include "lint/rules.hpp"
#include "lint/statement.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::lint {

struct Reported {
  const Rule* rule = nullptr;
  std::size_t offset = 0;  // in the statement
  std::string message;
};

class Context {
 public:
  // `default_schema`: where names without one are.
  explicit Context(std::string default_schema) : default_schema_(std::move(default_schema)) {}

  void begin_section(bool transaction);
  [[nodiscard]] bool in_transaction() const { return transaction_; }

  void report(const Rule& rule, std::size_t offset, std::string message);
  [[nodiscard]] std::vector<Reported> take_reported();

  // Whether this revision has made the table, type or domain.
  [[nodiscard]] bool is_new(const Relation& relation) const;
  // Whether a CHECK that this revision has validated proves that the column holds no NULL.
  [[nodiscard]] bool is_proven_not_null(const Relation& table, const std::string& column) const;
  // Whether this very transaction has added the constraint NOT VALID.
  [[nodiscard]] bool was_added_here(const Relation& table, const std::string& constraint) const;

  // A lock on a table of clients' that readers or writers wait for.
  void lock(const Relation& table, std::size_t offset);
  [[nodiscard]] bool has_locked() const { return !locked_.empty(); }

  [[nodiscard]] bool has_lock_timeout() const { return lock_timeout_; }
  // Values of enums that were added in this transaction.
  [[nodiscard]] const std::map<std::string, std::string>& fresh_values() const { return fresh_values_; }

  // After the statement was looked at.
  void apply(const Statement& statement);

 private:
  [[nodiscard]] std::string key(const Relation& relation) const;
  void apply(const AlterTable& alter);

  std::string default_schema_;
  bool transaction_ = true;
  std::set<std::string> made_;       // tables, types and domains
  std::set<std::string> made_here_;  // in this transaction
  struct Pending {
    std::string not_null_column;
    std::size_t section = 0;
    bool validated = false;
  };
  std::map<std::string, std::map<std::string, Pending>> pending_;  // table, constraint
  std::size_t section_ = 0;
  std::set<std::string> locked_;
  bool said_several_ = false;
  bool lock_timeout_ = false;
  std::map<std::string, std::string> fresh_values_;  // value to its type
  bool search_path_ = true;                          // names without a schema are where we think
  bool search_path_after_ = true;
  std::vector<Reported> reported_;
};

}  // namespace limbeck::lint
