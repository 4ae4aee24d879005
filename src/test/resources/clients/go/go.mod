module cases

go 1.25.0

require github.com/modal-labs/modal-client/go v0.11.1
