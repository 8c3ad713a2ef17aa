package io.ocellus.vector.service.transport;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.milvus.grpc.Status;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.Failure;
import java.util.function.Supplier;

/**
 * How a call is answered: a refusal is an answer with a status, as Milvus gives it; only what is not built yet, what another node would do
 * and what failed inside become errors of gRPC. Stateless.
 */
final class GrpcAnswers {
    private GrpcAnswers() {}

    static <T extends Message> void answer(StreamObserver<T> observer, T empty, Supplier<T> call) {
        T answer;
        try {
            answer = call.get();
        } catch (Failure.Absent e) {
            observer.onError(
                    io.grpc.Status.UNIMPLEMENTED.withDescription(e.text()).asRuntimeException());
            return;
        } catch (Failure.Standby e) {
            // Clients try again by themselves on this code: nothing was done.
            observer.onError(
                    io.grpc.Status.UNAVAILABLE.withDescription(e.text()).asRuntimeException());
            return;
        } catch (RuntimeException e) {
            answer = withStatus(empty, Statuses.of(e));
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    @SuppressWarnings("unchecked") // A builder builds what it was made from.
    private static <T extends Message> T withStatus(T empty, Status status) {
        if (empty instanceof Status) {
            return (T) status;
        }
        FieldDescriptor field = empty.getDescriptorForType().findFieldByName("status");
        return (T) empty.toBuilder().setField(field, status).build();
    }
}
