#pragma once
// Asks PostgreSQL how it prints expressions, through temporary objects in a transaction that is always rolled back.
// Creating a default, a check, a trigger or a policy only parses: nothing is executed.

#include "kinds/kind.hpp"
#include "kinds/type.hpp"
#include "pg/connection.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limbeck::catalog {

enum class Verdict { equal, different, cannot_tell };

struct Question {
  ExpressionUse::Shape shape = ExpressionUse::Shape::condition;
  QName table;       // whose columns the expression uses
  std::string type;  // of a default's column, or what a value is cast to; may be empty
  std::string live;
  std::string desired;
  Verdict verdict = Verdict::cannot_tell;
  std::string reason;  // where it cannot tell: why
};

struct ColumnShape {
  std::string name;
  std::string type;
};

class Judge {
 public:
  // `columns` of every table that questions will be asked about.
  Judge(pg::Connection& connection, std::map<QName, std::vector<ColumnShape>> columns,
        const std::vector<std::string>& search_path);
  ~Judge();
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  // Why the server cannot be asked at all: read-only, no right to make temporary objects, event triggers.
  [[nodiscard]] std::optional<std::string> refusal() const { return refusal_; }
  void answer(std::vector<Question>& questions);
  // The type as the catalog names it ("public.geography(Point,4326)"); nothing if the server does not know it.
  [[nodiscard]] std::optional<Type> type(const std::string& written);

 private:
  using Texts = std::vector<std::string>;  // the printings of each of a list; empty: it does not parse

  Texts print_defaults(const std::vector<std::pair<std::string, std::string>>& typed);
  Texts print_conditions(const QName& table, const Texts& conditions);
  Texts print_triggers(const QName& table, const Texts& conditions);
  Texts print_policies(const QName& table, const Texts& conditions);
  Texts print(const Question& like, const Texts& texts, const Texts& types);
  bool attempt(const std::string& sql);
  bool make_table(const QName& table);
  void parse_as(const QName& table);

  pg::Connection& connection_;
  std::map<QName, std::vector<ColumnShape>> columns_;
  std::string search_path_;  // as SQL, with a comma before it
  std::string parse_path_;   // the statement of the last parse_as
  std::optional<std::string> refusal_;
  std::string failure_;  // of the last attempt
  bool open_ = false;
};

}  // namespace limbeck::catalog
