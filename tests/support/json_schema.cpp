#include "support/json_schema.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace limbeck::testing {
namespace {

using Json = nlohmann::ordered_json;

bool is_of(const Json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == value.type_name();
}

class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  std::vector<std::string> check(const Json& schema, const Json& value, const std::string& at) {
    std::vector<std::string> out;
    const auto complain = [&](const std::string& text) { out.push_back((at.empty() ? "/" : at) + ": " + text); };
    const auto take = [&](std::vector<std::string> more) {
      out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    if (schema.is_boolean()) {
      if (!schema.get<bool>()) complain("is not known");
      return out;
    }
    for (const auto& [keyword, wanted] : schema.items()) {
      if (keyword == "$ref") {
        take(check(root_.at(Json::json_pointer(wanted.get<std::string>().substr(1))), value, at));
      } else if (keyword == "type") {
        const Json types = wanted.is_array() ? wanted : Json::array({wanted});
        const bool fits = std::any_of(types.begin(), types.end(),
                                      [&](const Json& type) { return is_of(value, type.get<std::string>()); });
        if (!fits) complain(fmt::format("is {}, not {}", value.type_name(), wanted.dump()));
      } else if (keyword == "const") {
        if (value != wanted) complain("is not " + wanted.dump());
      } else if (keyword == "enum") {
        if (std::find(wanted.begin(), wanted.end(), value) == wanted.end()) complain("is none of " + wanted.dump());
      } else if (keyword == "anyOf") {
        const bool fits =
            std::any_of(wanted.begin(), wanted.end(), [&](const Json& each) { return check(each, value, at).empty(); });
        if (!fits) complain("fits no alternative");
      } else if (keyword == "required") {
        for (const Json& name : wanted) {
          if (value.is_object() && !value.contains(name.get<std::string>())) complain("has no " + name.dump());
        }
      } else if (keyword == "dependentRequired") {
        for (const auto& [name, others] : wanted.items()) {
          if (value.contains(name)) take(check({{"required", others}}, value, at));
        }
      } else if (keyword == "properties") {
        for (const auto& [name, of] : wanted.items()) {
          if (value.is_object() && value.contains(name)) take(check(of, value[name], at + "/" + name));
        }
      } else if (keyword == "additionalProperties") {
        if (!value.is_object()) continue;
        for (const auto& [name, each] : value.items()) {
          const bool known = schema.contains("properties") && schema["properties"].contains(name);
          if (!known) take(check(wanted, each, at + "/" + name));
        }
      } else if (keyword == "propertyNames") {
        if (!value.is_object()) continue;
        for (const auto& [name, each] : value.items()) take(check(wanted, Json(name), at + "/" + name));
      } else if (keyword == "items") {
        if (!value.is_array()) continue;
        for (std::size_t i = 0; i < value.size(); ++i) take(check(wanted, value[i], fmt::format("{}/{}", at, i)));
      } else if (keyword == "minItems") {
        if (value.is_array() && value.size() < wanted.get<std::size_t>()) complain("has too few");
      } else if (keyword == "minLength") {
        if (value.is_string() && value.get<std::string>().size() < wanted.get<std::size_t>()) complain("is too short");
      } else if (keyword == "maxLength") {
        if (value.is_string() && value.get<std::string>().size() > wanted.get<std::size_t>()) complain("is too long");
      } else if (keyword == "minimum") {
        if (value.is_number() && value < wanted) complain("is too small");
      } else if (!annotations_.contains(keyword)) {
        complain("the schema has a keyword that is not known: " + keyword);
      }
    }
    return out;
  }

 private:
  const Json& root_;
  const std::set<std::string> annotations_{"$schema", "$defs", "title", "description", "default", "examples"};
};

}  // namespace

std::vector<std::string> complaints(const Json& schema, const Json& value) {
  return Checker(schema).check(schema, value, "");
}

}  // namespace limbeck::testing
