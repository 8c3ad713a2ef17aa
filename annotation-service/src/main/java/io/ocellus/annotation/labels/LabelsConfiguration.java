package io.ocellus.annotation.labels;

import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.store.AnnotationWriter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Labels; the annotation writer is fetched at the first deletion. */
@Configuration(proxyBeanMethods = false)
@Import(LabelController.class)
public class LabelsConfiguration {
    @Bean
    LabelEdits labelEdits(LabelStore labels, ObjectProvider<AnnotationWriter> annotations) {
        return new LabelEdits(labels, annotations::getObject);
    }
}
