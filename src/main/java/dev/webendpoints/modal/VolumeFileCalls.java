package dev.webendpoints.modal;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.VolumeCopyFilesRequest;
import dev.webendpoints.modal.generated.VolumeFile;
import dev.webendpoints.modal.generated.VolumeFileEntry;
import dev.webendpoints.modal.generated.VolumeGetFile2Request;
import dev.webendpoints.modal.generated.VolumeGetFile2Response;
import dev.webendpoints.modal.generated.VolumeListFilesRequest;
import dev.webendpoints.modal.generated.VolumeListFilesResponse;
import dev.webendpoints.modal.generated.VolumePutFiles2Request;
import dev.webendpoints.modal.generated.VolumePutFiles2Response;
import dev.webendpoints.modal.generated.VolumePutFilesRequest;
import dev.webendpoints.modal.generated.VolumeRemoveFileRequest;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.source.SourceFiles;
import dev.webendpoints.source.SourcesConfig;
import dev.webendpoints.volume.Volumes;
import dev.webendpoints.volume.files.FileDownload;
import dev.webendpoints.volume.files.FileEntry;
import dev.webendpoints.volume.files.MissingBlock;
import dev.webendpoints.volume.files.UploadedFile;
import dev.webendpoints.volume.files.VolumeFiles;
import dev.webendpoints.volume.files.VolumePath;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The calls for the files of volumes. Each first checks that the volume belongs to the caller's workspace. */
@ApplicationScoped
class VolumeFileCalls {

    private static final int HASH_BYTES = 32;

    private final Volumes volumes;
    private final VolumeFiles files;
    private final SourceFiles sources;
    private final Optional<String> transferUrl;

    VolumeFileCalls(Volumes volumes, VolumeFiles files, SourceFiles sources, SourcesConfig config) {
        this.volumes = volumes;
        this.files = files;
        this.sources = sources;
        this.transferUrl = config.uploadUrl();
    }

    Multi<VolumeListFilesResponse> list(Call call, VolumeListFilesRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .map(volume -> VolumePath.of(request.getPath()))
                .onItem()
                .transformToMulti(path ->
                        files.list(request.getVolumeId(), path, request.getRecursive(), request.getMaxEntries()))
                .map(entries -> VolumeListFilesResponse.newBuilder()
                        .addAllEntries(
                                entries.stream().map(VolumeFileCalls::message).toList())
                        .build());
    }

    private static VolumeFileEntry message(FileEntry entry) {
        return VolumeFileEntry.newBuilder()
                .setPath(entry.path())
                .setType(entry.kind().ordinal())
                .setMtime(entry.modifiedSecs())
                .setSize(entry.size())
                .build();
    }

    Uni<VolumeGetFile2Response> get(Call call, VolumeGetFile2Request request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .chain(volume ->
                        files.get(volume.id, VolumePath.of(request.getPath()), request.getStart(), request.getLen()))
                .map(download -> answer(call, download));
    }

    private VolumeGetFile2Response answer(Call call, FileDownload download) {
        return VolumeGetFile2Response.newBuilder()
                .setSize(download.size())
                .setStart(download.start())
                .setLen(download.length())
                .addAllGetUrls(download.tokens().stream().map(url(call)).toList())
                .build();
    }

    /** Version 1: the contents have been uploaded as those of mounts are. */
    Uni<Empty> put(Call call, VolumePutFilesRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .chain(() -> Multi.createFrom()
                        .iterable(request.getFilesList())
                        .onItem()
                        .transformToUniAndConcatenate(file -> uploaded(call, file))
                        .collect()
                        .asList())
                .chain(uploaded ->
                        files.put(request.getVolumeId(), uploaded, !request.getDisallowOverwriteExistingFiles()))
                .replaceWith(Empty.getDefaultInstance());
    }

    private Uni<VolumeFiles.LocalFile> uploaded(Call call, VolumeFile file) {
        VolumePath path = VolumePath.of(file.getFilename());
        return sources.path(call.workspaceId(), file.getSha256Hex())
                .map(content -> new VolumeFiles.LocalFile(path, content, file.getMode()));
    }

    /** Version 2: the contents are uploaded in blocks. */
    Uni<VolumePutFiles2Response> put2(Call call, VolumePutFiles2Request request) {
        List<String> receipts = request.getFilesList().stream()
                .flatMap(file -> file.getBlocksList().stream())
                .filter(VolumePutFiles2Request.Block::hasPutResponse)
                .map(block -> block.getPutResponse().toStringUtf8())
                .distinct()
                .toList();
        return volumes.owned(call.caller(), request.getVolumeId())
                .map(volume -> request.getFilesList().stream()
                        .map(VolumeFileCalls::file)
                        .toList())
                .chain(uploaded -> files.put(
                        request.getVolumeId(), uploaded, receipts, !request.getDisallowOverwriteExistingFiles()))
                .map(missing -> answer(call, missing));
    }

    private static UploadedFile file(VolumePutFiles2Request.File file) {
        List<String> blocks = new ArrayList<>(file.getBlocksCount());
        for (VolumePutFiles2Request.Block block : file.getBlocksList()) {
            ByteString hash = block.getContentsSha256();
            if (hash.size() != HASH_BYTES) {
                throw CallRejected.invalid("A block's SHA-256 has 32 bytes, not " + hash.size() + ".");
            }
            blocks.add(HexFormat.of().formatHex(hash.toByteArray()));
        }
        return new UploadedFile(VolumePath.of(file.getPath()), file.getSize(), blocks, file.getMode());
    }

    private VolumePutFiles2Response answer(Call call, List<MissingBlock> missing) {
        VolumePutFiles2Response.Builder answer = VolumePutFiles2Response.newBuilder();
        missing.forEach(block -> answer.addMissingBlocks(VolumePutFiles2Response.MissingBlock.newBuilder()
                .setFileIndex(block.file())
                .setBlockIndex(block.block())
                .setPutUrl(url(call).apply(block.token()))));
        return answer.build();
    }

    Uni<Empty> remove(Call call, VolumeRemoveFileRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .chain(volume -> files.remove(volume.id, VolumePath.of(request.getPath()), request.getRecursive()))
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> copy(Call call, VolumeCopyFilesRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .chain(volume -> files.copy(
                        volume.id,
                        request.getSrcPathsList().stream().map(VolumePath::of).toList(),
                        VolumePath.of(request.getDstPath()),
                        request.getRecursive()))
                .replaceWith(Empty.getDefaultInstance());
    }

    /** Unlike those of blobs, these URLs may have any host name. */
    private Function<String, String> url(Call call) {
        String base = UploadAuthority.base(transferUrl, call.authority()) + "/volume-blocks/";
        return base::concat;
    }
}
