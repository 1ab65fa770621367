#pragma once
// Asks PostgreSQL how it prints expressions, through temporary objects in a transaction that is always rolled back.
// Creating a default, a check, a trigger or a policy only parses: nothing is executed. What the answers mean is
// settle's matter.

#include "kinds/kind.hpp"
#include "kinds/type.hpp"
#include "pg/connection.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limbeck::catalog {

// A text and the place where it stands; then how PostgreSQL prints it there, or why it does not.
struct Printing {
  ExpressionUse::Shape shape = ExpressionUse::Shape::condition;
  QName table;       // whose columns the expression uses
  std::string type;  // of a default's column, the key of bounds, or what a condition's value is cast to; may be empty
  std::string text;

  std::string printed = {};  // empty: PostgreSQL refused it
  std::string sqlstate = {};
  std::string message = {};
};

struct ColumnShape {
  std::string name;
  std::string type;
};
using TableShapes = std::map<QName, std::vector<ColumnShape>>;

class Judge {
 public:
  // `columns` of every table that texts are printed against. `search_path` follows the schema of a text's table.
  Judge(pg::Connection& connection, TableShapes columns, const std::vector<std::string>& search_path);
  ~Judge();
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  // Why the server cannot be asked at all: read-only, no right to make temporary objects, event triggers.
  [[nodiscard]] std::optional<std::string> refusal() const { return refusal_; }
  void print(std::vector<Printing>& texts);
  // The type as the catalog names it ("public.geography(Point,4326)"); nothing if the server does not know it.
  [[nodiscard]] std::optional<Type> type(const std::string& written);

 private:
  using Group = std::vector<Printing*>;

  void print_defaults(const Group& group);
  void print_at_table(const QName& table, const Group& group);
  [[nodiscard]] std::string parse_path(const QName& table) const;
  // What the statements do lasts until the next call, or until release().
  [[nodiscard]] std::optional<Error> attempt(const std::string& sql);
  void release();

  pg::Connection& connection_;
  TableShapes columns_;
  std::string search_path_;  // as SQL, with a comma before it
  std::optional<std::string> refusal_;
  bool open_ = false;
};

}  // namespace limbeck::catalog
