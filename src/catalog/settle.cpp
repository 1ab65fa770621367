#include "catalog/settle.hpp"

#include "catalog/judge.hpp"
#include "grammar/expression.hpp"

#include <memory>
#include <utility>

namespace limbeck::catalog {
namespace {

std::vector<ExpressionUse> expressions_of(Object& object) {
  std::vector<ExpressionUse> uses;
  std::visit([&](auto& each) { each.expressions([&](const ExpressionUse& use) { uses.push_back(use); }); }, object);
  return uses;
}

// The desired columns of a table, or the live one's type where the server does not know the desired type yet.
std::map<QName, std::vector<ColumnShape>> column_shapes(const Schema& desired, const Schema& live) {
  std::map<QName, std::vector<ColumnShape>> shapes;
  for (const auto& [id, entry] : desired.objects()) {
    const auto* column = std::get_if<Column>(&entry.object);
    if (column == nullptr) continue;
    const Column* existing = live.get<Column>(id);
    const auto reference = column->type.reference();
    const bool unknown = reference && live.resolve(*reference).empty() && !desired.resolve(*reference).empty();
    if (existing == nullptr && unknown) continue;
    shapes[column->table].push_back({column->name, unknown ? existing->type.text : column->type.text});
  }
  return shapes;
}

struct Pair {
  ObjectId id;
  std::string* desired;
  Question question;
};

// What the grammar cannot prove equal. What it can takes the live text.
std::vector<Pair> open_questions(Schema& desired, const Schema& live) {
  std::vector<Pair> open;
  for (const auto& [id, entry] : live.objects()) {
    Entry* wanted = desired.find(id);
    if (wanted == nullptr || wanted->object == entry.object) continue;
    Object existing = entry.object;
    const std::vector<ExpressionUse> before = expressions_of(existing);
    const std::vector<ExpressionUse> after = expressions_of(wanted->object);
    if (before.size() != after.size()) continue;
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (grammar::same_tokens(*before[i].text, *after[i].text)) *after[i].text = *before[i].text;
      if (*before[i].text == *after[i].text || after[i].shape == ExpressionUse::Shape::query) continue;
      if (before[i].text->empty() || after[i].text->empty()) continue;  // nothing is never the same as something
      std::string type = after[i].type;
      if (after[i].shape == ExpressionUse::Shape::default_value) {
        // A default is parsed against its column.
        const auto* column = desired.get<Column>({"column", after[i].table.schema, after[i].table.name, type, ""});
        if (column == nullptr) continue;
        type = column->type.text;
      }
      open.push_back({id,
                      after[i].text,
                      {after[i].shape, after[i].table, std::move(type), *before[i].text, *after[i].text,
                       Verdict::cannot_tell, ""}});
    }
  }
  return open;
}

// Types that no model declares: an extension's, which the catalog may write in another way ("Point" for "POINT").
void settle_types(Schema& desired, Judge& judge) {
  std::map<std::string, std::optional<Type>> known;
  bool changed = false;
  std::vector<ObjectId> ids;
  for (const auto& [id, entry] : desired.objects()) ids.push_back(id);
  for (const ObjectId& id : ids) {
    auto* column = std::get_if<Column>(&desired.find(id)->object);
    const auto reference = column == nullptr ? std::nullopt : column->type.reference();
    if (!reference || !desired.resolve(*reference).empty()) continue;
    const auto [found, fresh] = known.try_emplace(column->type.text);
    if (fresh) found->second = judge.type(column->type.text);
    if (!found->second) continue;
    column->type = *found->second;
    changed = true;
  }
  if (changed) desired.reindex();
}

}  // namespace

std::vector<Undecided> settle(Schema& desired, const Schema& live, pg::Connection* connection,
                              const std::vector<std::string>& search_path) {
  std::unique_ptr<Judge> judge;
  std::string refusal = "no server may be asked";
  if (connection != nullptr) {
    {
      Judge types(*connection, {}, search_path);
      if (!types.refusal()) settle_types(desired, types);
    }
    judge = std::make_unique<Judge>(*connection, column_shapes(desired, live), search_path);
    if (judge->refusal()) refusal = *judge->refusal();
  }
  std::vector<Pair> open = open_questions(desired, live);
  if (judge && !judge->refusal() && !open.empty()) {
    std::vector<Question> questions;
    for (Pair& pair : open) questions.push_back(pair.question);
    judge->answer(questions);
    for (std::size_t i = 0; i < open.size(); ++i) open[i].question = questions[i];
  }
  std::vector<Undecided> undecided;
  for (Pair& pair : open) {
    const Question& question = pair.question;
    if (question.verdict == Verdict::different) continue;
    if (question.verdict == Verdict::cannot_tell) {
      undecided.push_back(
          {pair.id, question.live, question.desired, question.reason.empty() ? refusal : question.reason});
    }
    *pair.desired = question.live;
  }
  desired.reindex();
  return undecided;
}

}  // namespace limbeck::catalog
