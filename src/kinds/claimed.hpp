#pragma once
// Objects that are not modelled, and that a model covers by a [raw] object all the same.

#include "kinds/schema.hpp"

namespace limbeck {

// Those of `live` that a raw object of `desired` names become that object. One that is to be absent leaves `desired`.
void claim_raw_objects(Schema& live, Schema& desired);

// Adds to `live` the raw objects of the models that are there, whether they are to stay or not.
void add_raw_objects(Schema& live, const Schema& models);

}  // namespace limbeck
