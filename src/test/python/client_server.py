"""The server of Modal's client in a worker, for tests: answers a few calls at a Unix socket, and records all of them.

Runs as a program, ``python client_server.py <socket> <record>``, with Modal's client on its path. The record has a line
of JSON for each connection and each call.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import grpclib
from google.protobuf.json_format import MessageToDict
from grpclib.const import Handler
from grpclib.server import Server
from modal_proto import api_grpc, api_pb2


class Answers:
    """Answers the calls that a test names; rejects all others with UNIMPLEMENTED, as a server that lacks them does."""

    def __init__(self, record: str) -> None:
        self._record = record

    def __mapping__(self) -> dict[str, Handler]:
        base = api_grpc.ModalClientBase
        base.__abstractmethods__ = frozenset()
        return {path: self._recorded(path, handler) for path, handler in base().__mapping__().items()}

    def _recorded(self, path: str, handler: Handler) -> Handler:
        name = path.rpartition("/")[2]

        async def answer(stream: Any) -> None:
            request = await stream.recv_message()
            with open(self._record, "a") as record:
                record.write(json.dumps({"call": name, "request": MessageToDict(request)}) + "\n")
            found = getattr(self, name, None)
            if found is None:
                raise grpclib.GRPCError(grpclib.const.Status.PERMISSION_DENIED, f"{name} is refused here")
            await stream.send_message(found(request))

        return handler._replace(func=answer)

    def FunctionGet(self, request: Any) -> Any:
        response = api_pb2.FunctionGetResponse(function_id="fu-other")
        response.handle_metadata.function_name = request.object_tag
        response.handle_metadata.function_type = api_pb2.Function.FUNCTION_TYPE_FUNCTION
        response.handle_metadata.web_url = f"http://{request.app_name}.example"
        if hasattr(response, "function"):  # since client 1.5; it must describe at least one function
            response.function.ranked_functions.add().function.function_name = request.object_tag
        return response

    def FunctionBindParams(self, request: Any) -> Any:
        response = api_pb2.FunctionBindParamsResponse(bound_function_id="fu-bound")
        response.handle_metadata.function_name = "Model.*"
        response.handle_metadata.method_handle_metadata["run"].function_name = "Model.run"
        return response

    def SecretGetOrCreate(self, request: Any) -> Any:
        return api_pb2.SecretGetOrCreateResponse(secret_id="st-1")

    def VolumeGetOrCreate(self, request: Any) -> Any:
        response = api_pb2.VolumeGetOrCreateResponse(volume_id="vo-1", version=1)
        response.metadata.version = 1
        if hasattr(response.metadata, "name"):  # since client 1.1
            response.metadata.name = request.deployment_name
        return response


async def main(socket: str, record: str) -> None:
    server = Server([Answers(record)])
    await server.start(path=socket)
    print("ready", flush=True)
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
